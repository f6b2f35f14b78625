package io.dolake.cli.up;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Flink job on a cluster inside this process, with Flink's web UI. Checkpoints are kept in the
 * data directory, and a new start goes on from the newest. Start and close on one thread.
 */
final class EmbeddedFlink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);
  private static final String JOB_NAME = "dolake";
  private static final long ANSWER_SECONDS = 30;
  private static final long SUBMIT_SECONDS = 120;
  private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(64);

  private final MiniCluster cluster;
  private final URI uri;
  private JobID job;

  private EmbeddedFlink(MiniCluster cluster, URI uri) {
    this.cluster = cluster;
    this.uri = uri;
  }

  /**
   * Goes on from the newest checkpoint in the data directory, if there is one.
   *
   * @param topology adds the job's operators to the environment
   * @throws DoLakeException PORT_IN_USE for the web UI's port; LAKE_COMMIT_FAILED if the job cannot
   *     be started
   */
  static EmbeddedFlink start(StackConfig config, Consumer<StreamExecutionEnvironment> topology) {
    int parallelism = config.getInt("job.parallelism", 1);
    String host = config.get("web.host", EmbeddedStack.DEFAULT_WEB_HOST);
    int port =
        LocalAddress.port(
            host, config.getInt("web.port", EmbeddedStack.DEFAULT_WEB_PORT), "web.port");
    Configuration configuration =
        configuration(host, port, parallelism, config.dataDirectory().resolve("flink"));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism)
                .build());
    URI uri = URI.create("http://" + LocalAddress.toConnect(host) + ":" + port + "/");
    EmbeddedFlink flink = new EmbeddedFlink(cluster, uri);
    try {
      cluster.start();
      flink.submit(configuration, parallelism, topology);
      return flink;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      flink.close();
      throw new DoLakeException(
          ErrorCode.LAKE_COMMIT_FAILED,
          "the lake job did not start: " + rootMessage(e),
          "see the log; the database is not affected",
          e);
    }
  }

  private static Configuration configuration(
      String host, int port, int parallelism, Path directory) {
    Path checkpoints = directory.resolve("checkpoints").toAbsolutePath();
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_ADDRESS, host);
    configuration.set(RestOptions.ADDRESS, host);
    configuration.set(RestOptions.PORT, port);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(200));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(10));
    new Checkpoints(checkpoints)
        .newest()
        .ifPresent(
            checkpoint -> {
              LOG.info("lake job goes on from checkpoint {}", checkpoint);
              configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
            });
    return configuration;
  }

  private void submit(
      Configuration configuration, int parallelism, Consumer<StreamExecutionEnvironment> topology)
      throws InterruptedException, ExecutionException, TimeoutException {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    topology.accept(environment);
    StreamGraph topologyGraph = environment.getStreamGraph();
    topologyGraph.setJobName(JOB_NAME);
    JobGraph graph = topologyGraph.getJobGraph();
    graph.setSavepointRestoreSettings(SavepointRestoreSettings.fromConfiguration(configuration));
    job = cluster.submitJob(graph).get(SUBMIT_SECONDS, TimeUnit.SECONDS).getJobID();
  }

  /** Root of Flink's web UI and REST interface. */
  URI uri() {
    return uri;
  }

  /** Asks Flink; at most {@value #ANSWER_SECONDS} seconds. */
  private JobStatus status() {
    try {
      return cluster.getJobStatus(job).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JobStatus.SUSPENDED;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("state of the lake job is unknown: {}", rootMessage(e));
      return JobStatus.SUSPENDED;
    }
  }

  /** Why the job has ended for good, in one line; empty while it runs or is to be restarted. */
  Optional<String> end() {
    JobStatus status = status();
    if (!status.isGloballyTerminalState()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          cluster
              .requestJobResult(job)
              .get(ANSWER_SECONDS, TimeUnit.SECONDS)
              .getSerializedThrowable()
              .map(e -> rootMessage(e.deserializeError(EmbeddedFlink.class.getClassLoader())))
              .orElse(status.name()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(status.name());
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the reason of the lake job's end is unknown: {}", rootMessage(e));
      return Optional.of(status.name());
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** Cancels the job, whose last checkpoint stays, to go on from; then stops the cluster. */
  @Override
  public void close() {
    try {
      if (job != null) {
        cluster.cancelJob(job).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        cluster.requestJobResult(job).get(ANSWER_SECONDS, TimeUnit.SECONDS);
      }
      cluster.closeAsync().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("lake job did not end in order: {}", rootMessage(e));
    }
  }
}
