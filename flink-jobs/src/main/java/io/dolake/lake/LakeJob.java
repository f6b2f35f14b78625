package io.dolake.lake;

import io.dolake.cdc.ChangeDeserializer;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.DoSqlSource;
import io.dolake.cdc.DoSqlSourceBuilder;
import io.dolake.cdc.FeedCredentials;
import io.dolake.cdc.SingletonTypeInfo;
import io.dolake.cdc.control.CompactTable;
import io.dolake.lake.commit.CommitterSettings;
import io.dolake.lake.commit.LakeCommitterOperator;
import io.dolake.lake.commit.LakeFormat;
import io.dolake.lake.commit.OutsideCommits;
import io.dolake.lake.dv.DvWriterOperator;
import io.dolake.lake.event.EventKeys;
import io.dolake.lake.event.EventRouter;
import io.dolake.lake.event.LakeEvent;
import io.dolake.lake.event.LakeEventSerializer;
import io.dolake.lake.event.RowKey;
import io.dolake.lake.event.RowKeySerializer;
import io.dolake.lake.event.TablePatterns;
import io.dolake.lake.file.LakeMessage;
import io.dolake.lake.file.LakeMessageSerializer;
import io.dolake.lake.io.LakeFiles;
import io.dolake.lake.outside.OutsideWatchSource;
import io.dolake.lake.schema.TableLayout;
import io.dolake.lake.writer.LakeWriterFactory;
import io.dolake.lake.writer.LakeWriterSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The DoLake topology:
 *
 * <pre>
 *   DoSqlSource -> EventRouter --(by table and primary key)--> LakeWriter
 *       --(by data file)--> DvWriter --> LakeCommitter (parallelism 1)
 * </pre>
 *
 * <p>Beside the changes the writers get orders of {@link OutsideWatchSource} to take over files
 * that other engines made of theirs.
 *
 * <p>Operators have fixed uids, so that a job goes on from the state of an older version.
 */
public final class LakeJob {
  private static final Duration MAX_RESTART_DELAY = Duration.ofSeconds(30);

  /** A job that ran so long starts over at once when it fails. */
  private static final Duration QUIET_TIME = Duration.ofMinutes(1);

  private static final Duration INTERVAL_DURING_LOAD = Duration.ofSeconds(10);

  private final LakeJobConfig config;

  public LakeJob(LakeJobConfig config) {
    this.config = config;
  }

  /** Starts the job and stays until it ends; arguments as in {@link LakeJobArguments}. */
  public static void main(String[] args) throws Exception {
    LakeJobConfig config = LakeJobArguments.parse(args);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    new LakeJob(config).build(env);
    env.execute("DoLake " + config.feedEndpoint());
  }

  /** Adds the topology to an environment and sets what it needs of checkpoints and restarts. */
  public void build(StreamExecutionEnvironment env) {
    build(env, source(env));
  }

  /** Adds the source alone: the changes of the configured node and tables. */
  public DataStream<ChangeRecord> source(StreamExecutionEnvironment env) {
    DoSqlSourceBuilder<ChangeRecord> source =
        DoSqlSource.<ChangeRecord>builder()
            .endpoints(config.feedEndpoint())
            .credentials(FeedCredentials.of(config.feedToken(), null, null))
            .slot(config.slot())
            .heartbeat(heartbeat())
            .omitBeforeImages()
            .deserializer(ChangeDeserializer.raw());
    if (!config.include().isEmpty()) {
      source.tables(config.include().toArray(String[]::new));
    }
    return env.fromSource(source.build(), WatermarkStrategy.noWatermarks(), "changes")
        .uid("dolake-source");
  }

  /** The longest an idle database keeps a checkpoint's watermark from moving. */
  private Duration heartbeat() {
    long millis = config.commitInterval().toMillis() / 10;
    return Duration.ofMillis(Math.max(10, Math.min(200, millis)));
  }

  /**
   * Adds the topology behind a given source of changes.
   *
   * @param changes keeping the contract of {@link ChangeRecord}
   */
  public void build(StreamExecutionEnvironment env, DataStream<ChangeRecord> changes) {
    configure(env);
    EventRouter router =
        new EventRouter(new TablePatterns(config.exclude()), LakeJobConfig.MAX_PARALLELISM);
    buildFromEvents(
        changes
            .flatMap(router)
            .returns(LakeEventSerializer.TYPE)
            .name("router")
            .uid("dolake-router")
            // The order of the log holds only as long as records are not spread.
            .setParallelism(changes.getParallelism()));
  }

  private void configure(StreamExecutionEnvironment env) {
    Configuration settings = new Configuration();
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.commitInterval());
    settings.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL_DURING_BACKLOG,
        config.commitInterval().compareTo(INTERVAL_DURING_LOAD) > 0
            ? config.commitInterval()
            : INTERVAL_DURING_LOAD);
    // A cut is a watermark at aligned barriers: nothing may overtake, and only one can be under
    // way.
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    settings.set(CheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS, 1);
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    if (config.checkpointDirectory() != null) {
      settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, config.checkpointDirectory());
    }
    boolean rocksDb = config.stateBackend() == LakeJobConfig.StateBackendKind.ROCKSDB;
    settings.set(StateBackendOptions.STATE_BACKEND, rocksDb ? "rocksdb" : "hashmap");
    settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, rocksDb);
    settings.set(RocksDBOptions.OPTIONS_FACTORY, IndexStoreOptions.class.getName());
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(200));
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, MAX_RESTART_DELAY);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        QUIET_TIME);
    env.configure(settings);
    env.setMaxParallelism(LakeJobConfig.MAX_PARALLELISM);
    env.getConfig().enableObjectReuse();
  }

  private void buildFromEvents(DataStream<LakeEvent> events) {
    TableLayout layout =
        new TableLayout(config.warehouse(), config.partitioning(), config.sorting());
    Map<String, String> io = LakeFiles.properties(config.warehouse(), config.ioProperties());
    events
        .union(outsideCommits(events.getExecutionEnvironment(), io))
        .keyBy(
            new EventKeys(LakeJobConfig.MAX_PARALLELISM),
            SingletonTypeInfo.ofKey(RowKey.class, RowKeySerializer.INSTANCE))
        .transform(
            "LakeWriter",
            LakeMessageSerializer.TYPE,
            new LakeWriterFactory(
                LakeWriterSettings.of(
                    layout,
                    io,
                    config.limits(),
                    config.commitTriggers(),
                    config.compaction(),
                    config.outsideCommits() == OutsideCommits.ADOPT,
                    LakeFormat.version(config.tableProperties()),
                    LakeJobConfig.MAX_PARALLELISM)))
        .uid(CompactTable.OPERATOR_UID)
        .keyBy(LakeMessage::route, Types.LONG)
        .transform(
            "DvWriter",
            LakeMessageSerializer.TYPE,
            new DvWriterOperator(
                io, config.vectorCacheBytes(), LakeFormat.version(config.tableProperties())))
        .uid("dolake-dv-writer")
        .setParallelism(config.dvWriters())
        .transform("LakeCommitter", Types.VOID, new LakeCommitterOperator(committer(layout, io)))
        .uid("dolake-committer")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  /** Always there, so that a job's state fits whatever it is told about outside commits. */
  private DataStream<LakeEvent> outsideCommits(
      StreamExecutionEnvironment env, Map<String, String> io) {
    Duration interval =
        config.outsideCommits() == OutsideCommits.ADOPT ? config.adoptionInterval() : Duration.ZERO;
    return env.fromSource(
            new OutsideWatchSource(
                config.catalogUri(),
                catalogProperties(io),
                interval,
                LakeJobConfig.MAX_PARALLELISM),
            WatermarkStrategy.noWatermarks(),
            "outside commits",
            LakeEventSerializer.TYPE)
        .uid("dolake-outside")
        .setParallelism(1);
  }

  private HashMap<String, String> catalogProperties(Map<String, String> io) {
    HashMap<String, String> properties = new HashMap<>(io);
    properties.putAll(config.catalogProperties());
    return properties;
  }

  private CommitterSettings committer(TableLayout layout, Map<String, String> io) {
    return new CommitterSettings(
        config.catalogUri(),
        catalogProperties(io),
        layout,
        new HashMap<>(io),
        new HashMap<>(config.tableProperties()),
        config.outsideCommits(),
        config.commitTimeout(),
        config.maintenance());
  }
}
