package io.dolake.cli.check.lake;

import io.dolake.cli.up.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink for one lane: a JobManager and two TaskManagers of one slot in this process, each of which
 * can be killed. Belongs to one thread at a time.
 */
final class LaneCluster implements AutoCloseable {
  static final int SLOTS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(LaneCluster.class);
  private static final long PATIENCE_SECONDS = 60;

  /** Adds the job to an environment. */
  interface Topology {
    void addTo(StreamExecutionEnvironment env) throws Exception;
  }

  private final Path checkpoints;
  private final Topology topology;
  private final Deque<Integer> taskManagers = new ArrayDeque<>();
  private MiniCluster cluster;
  private JobID job;
  private int nextTaskManager;

  /**
   * @param checkpoints directory of the job's checkpoints
   */
  LaneCluster(Path checkpoints, Topology topology) {
    this.checkpoints = checkpoints;
    this.topology = topology;
  }

  /** Starts the job from its newest checkpoint, or anew if there is none. */
  void start(int parallelism) throws Exception {
    Configuration settings = new Configuration();
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(32));
    settings.set(RestOptions.BIND_PORT, "0");
    // This process may be stopped for minutes while others measure; nobody has died then.
    settings.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofMinutes(10));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(SLOTS)
                .setNumSlotsPerTaskManager(1)
                .build());
    cluster.start();
    taskManagers.clear();
    for (nextTaskManager = 0; nextTaskManager < SLOTS; nextTaskManager++) {
      taskManagers.add(nextTaskManager);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, settings);
    topology.addTo(env);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    new Checkpoints(checkpoints)
        .newest()
        .ifPresent(
            checkpoint ->
                graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(checkpoint.toUri().toString())));
    job = cluster.submitJob(graph).get(PATIENCE_SECONDS, TimeUnit.SECONDS).getJobID();
  }

  /** One TaskManager dies with its tasks; another takes its place. */
  void killTaskManager() throws Exception {
    cluster.terminateTaskManager(taskManagers.poll()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    cluster.startTaskManager();
    taskManagers.add(nextTaskManager++);
  }

  /** Everything dies; a new JobManager starts from the newest checkpoint. */
  void killJobManager(int parallelism) throws Exception {
    cluster.close();
    start(parallelism);
  }

  /**
   * The job ends with a savepoint and another one goes on from it.
   *
   * @return false if it was on its way back from something else, so that it is killed instead
   */
  boolean moveBySavepoint(int parallelism) throws Exception {
    boolean saved = true;
    try {
      cluster
          .stopWithSavepoint(
              job,
              // Where the newest checkpoint is looked for, as deep as those lie.
              checkpoints.resolve("savepoints").toUri().toString(),
              false,
              SavepointFormatType.CANONICAL)
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("no savepoint can be made now: {}", e.getMessage());
      saved = false;
    }
    killJobManager(parallelism);
    return saved;
  }

  /** Why the job ended by itself; empty while it runs. */
  Optional<String> failure() throws Exception {
    if (!cluster
        .getJobStatus(job)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .isGloballyTerminalState()) {
      return Optional.empty();
    }
    return cluster
        .requestJobResult(job)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .getSerializedThrowable()
        .map(Throwable::toString)
        .or(() -> Optional.of("the job ended without an error"));
  }

  @Override
  public void close() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }
}
