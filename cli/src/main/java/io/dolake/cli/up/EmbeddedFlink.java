package io.dolake.cli.up;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Flink job on a cluster inside this process, with Flink's web UI. Checkpoints are kept in the
 * directory, and a new start goes on from the newest. Start and close on one thread.
 */
final class EmbeddedFlink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);
  private static final long ANSWER_SECONDS = 30;

  private final JobClient job;
  private final int webPort;

  private EmbeddedFlink(JobClient job, int webPort) {
    this.job = job;
    this.webPort = webPort;
  }

  /**
   * @param directory where checkpoints lie
   * @param webPort port of the web UI
   * @param topology adds the job's operators to the environment
   */
  static EmbeddedFlink start(
      String jobName,
      Path directory,
      String host,
      int webPort,
      int parallelism,
      Consumer<StreamExecutionEnvironment> topology) {
    Path checkpoints = directory.resolve("checkpoints").toAbsolutePath();
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_ADDRESS, host);
    configuration.set(RestOptions.ADDRESS, host);
    configuration.set(RestOptions.PORT, webPort);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(webPort));
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
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
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration);
    environment.setParallelism(parallelism);
    topology.accept(environment);
    try {
      return new EmbeddedFlink(environment.executeAsync(jobName), webPort);
    } catch (Exception e) {
      throw new DoLakeException(
          ErrorCode.LAKE_COMMIT_FAILED,
          "the lake job did not start: " + rootMessage(e),
          "see the log; the database is not affected",
          e);
    }
  }

  int webPort() {
    return webPort;
  }

  /** Asks Flink; at most {@value #ANSWER_SECONDS} seconds. */
  JobStatus status() {
    try {
      return job.getJobStatus().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JobStatus.SUSPENDED;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("state of the lake job is unknown: {}", rootMessage(e));
      return JobStatus.SUSPENDED;
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** Cancels the job; its last checkpoint stays, to go on from. The cluster ends with its job. */
  @Override
  public void close() {
    try {
      job.cancel().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      job.getJobExecutionResult()
          .handle((result, error) -> null)
          .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("lake job did not end in order: {}", rootMessage(e));
    }
  }
}
