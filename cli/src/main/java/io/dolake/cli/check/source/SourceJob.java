package io.dolake.cli.check.source;

import io.dolake.cdc.ChangeDeserializer;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.DoSqlSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.messages.FlinkJobTerminatedWithoutCancellationException;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/** Attempts of one Flink job: source, then the collecting operator. */
final class SourceJob {
  private static final long TIMEOUT_SECONDS = 60;

  private final MiniCluster cluster;
  private final String round;
  private final Path checkpoints;
  private final List<String> endpoints;
  private final int pageBytes;
  private final int splitsPerTable;
  private JobID running;

  SourceJob(
      MiniCluster cluster,
      String round,
      Path checkpoints,
      List<String> endpoints,
      int pageBytes,
      int splitsPerTable) {
    this.cluster = cluster;
    this.round = round;
    this.checkpoints = checkpoints;
    this.endpoints = endpoints;
    this.pageBytes = pageBytes;
    this.splitsPerTable = splitsPerTable;
  }

  /** Starts from the newest checkpoint, if there is one. */
  void start(int parallelism) throws Exception {
    Configuration config = new Configuration();
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(40));
    config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    config.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(config);
    env.setParallelism(parallelism);
    env.setMaxParallelism(16);
    DoSqlSource<ChangeRecord> source =
        DoSqlSource.<ChangeRecord>builder()
            .endpoints(endpoints.toArray(String[]::new))
            .slot("check-source")
            .heartbeat(Duration.ofMillis(20))
            .pageBytes(pageBytes)
            .splitsPerTable(splitsPerTable)
            .deserializer(ChangeDeserializer.raw())
            .build();
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "dosql")
        .uid("source")
        .transform("collect", Types.VOID, new CollectOperator(round))
        .uid("collect")
        .setParallelism(1);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    newestCheckpoint()
        .ifPresent(
            path ->
                graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(path.toUri().toString())));
    running = cluster.submitJob(graph).get(TIMEOUT_SECONDS, TimeUnit.SECONDS).getJobID();
  }

  /** Ends the attempt wherever it is; tells why it had ended by itself before, if it had. */
  Optional<String> kill() throws Exception {
    if (running == null) {
      return Optional.empty();
    }
    JobID job = running;
    running = null;
    try {
      cluster.cancelJob(job).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (ExceptionUtils.findThrowable(e, FlinkJobTerminatedWithoutCancellationException.class)
          .isEmpty()) {
        throw e;
      }
      return Optional.of(endOf(job));
    }
    cluster.requestJobResult(job).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    return Optional.empty();
  }

  /** Why the attempt ended by itself; empty while it runs. */
  Optional<String> failure() throws Exception {
    if (running == null
        || !cluster
            .getJobStatus(running)
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .isGloballyTerminalState()) {
      return Optional.empty();
    }
    return Optional.of(endOf(running));
  }

  private String endOf(JobID job) throws Exception {
    return cluster
        .requestJobResult(job)
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .getSerializedThrowable()
        .map(
            failure ->
                ExceptionUtils.stringifyException(
                    failure.deserializeError(getClass().getClassLoader())))
        .orElse("the job ended without an error");
  }

  private Optional<Path> newestCheckpoint() throws IOException {
    if (!Files.exists(checkpoints)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(checkpoints, 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .map(Path::getParent)
          .max(Comparator.comparing(SourceJob::modified));
    }
  }

  private static java.nio.file.attribute.FileTime modified(Path checkpoint) {
    try {
      return Files.getLastModifiedTime(checkpoint.resolve("_metadata"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
