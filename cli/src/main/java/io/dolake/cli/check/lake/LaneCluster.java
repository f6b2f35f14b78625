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
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.messages.webmonitor.ClusterOverview;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
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
    void addTo(StreamExecutionEnvironment env, JobLine line) throws Exception;
  }

  private final Path directory;
  private final Topology topology;
  private final Deque<Integer> taskManagers = new ArrayDeque<>();
  private MiniCluster cluster;
  private JobID job;
  private int nextTaskManager;
  private int lines;
  private JobLine line;

  /**
   * @param directory of the jobs' checkpoints
   */
  LaneCluster(Path directory, Topology topology) {
    this.directory = directory;
    this.topology = topology;
  }

  /** Starts a job that knows of nothing, with a slot and checkpoints of its own. */
  void startAnew(int parallelism) throws Exception {
    close();
    line = JobLine.numbered(lines++, directory);
    start(parallelism);
  }

  /** Starts the job from its newest checkpoint, or without state if there is none. */
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
    topology.addTo(env, line);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    new Checkpoints(line.checkpoints())
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
              line.checkpoints().resolve("savepoints").toUri().toString(),
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

  /** Everything dies and stays dead until {@link #start}. */
  void stop() throws Exception {
    cluster.close();
  }

  /** Slot of the running job. */
  String slot() {
    return line.slot();
  }

  /** Waits until the job ends by itself; why it did, with all causes. */
  String awaitFailure() throws Exception {
    return cluster
        .requestJobResult(job)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .getSerializedThrowable()
        .map(ExceptionUtils::stringifyException)
        .orElse("the job ended without an error");
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

  /** What the job is at, for somebody who has to find out why nothing happens. */
  String describe() throws Exception {
    ClusterOverview processes =
        cluster.requestClusterOverview().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    AccessExecutionGraph graph =
        cluster.getExecutionGraph(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    StringBuilder text = new StringBuilder("job ").append(graph.getState());
    text.append(", ").append(processes.getNumTaskManagersConnected()).append(" TaskManagers with ");
    text.append(processes.getNumSlotsAvailable()).append(" free slots");
    CheckpointStatsSnapshot checkpoints = graph.getCheckpointStatsSnapshot();
    if (checkpoints != null) {
      CheckpointStatsCounts counts = checkpoints.getCounts();
      AbstractCheckpointStats last = checkpoints.getHistory().getLatestCompletedCheckpoint();
      text.append(", last checkpoint ").append(last == null ? "none" : last.getCheckpointId());
      text.append(", checkpoints failed ").append(counts.getNumberOfFailedCheckpoints());
      text.append(" under way ").append(counts.getNumberOfInProgressCheckpoints());
      text.append(", restarts ").append(counts.getNumberOfRestoredCheckpoints());
    }
    ErrorInfo failure = graph.getFailureInfo();
    text.append(", last failure ");
    text.append(
        failure == null
            ? "none"
            : failure.getExceptionAsString().lines().limit(1).collect(Collectors.joining()));
    return text.toString();
  }

  @Override
  public void close() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }
}
