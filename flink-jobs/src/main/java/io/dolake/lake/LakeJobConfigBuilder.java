package io.dolake.lake;

import io.dolake.lake.commit.MaintenanceSettings;
import io.dolake.lake.commit.OutsideCommits;
import io.dolake.lake.writer.CommitTriggers;
import io.dolake.lake.writer.CompactionPolicy;
import io.dolake.lake.writer.WriteLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Builds a {@link LakeJobConfig}; see there for what things mean. */
public final class LakeJobConfigBuilder {
  private final String feedEndpoint;
  private final String catalogUri;
  private final String warehouse;
  private String feedToken;
  private String slot = "dolake";
  private Map<String, String> catalogProperties = Map.of();
  private Map<String, String> ioProperties = Map.of();
  private List<String> include = List.of();
  private List<String> exclude = List.of();
  private Duration commitInterval = Duration.ofMillis(500);
  private CommitTriggers commitTriggers = CommitTriggers.NONE;
  private LakeJobConfig.StateBackendKind stateBackend = LakeJobConfig.StateBackendKind.ROCKSDB;
  private String checkpointDirectory;
  private Map<String, String> partitioning = Map.of();
  private Map<String, String> sorting = Map.of();
  private Map<String, String> tableProperties = Map.of();
  private OutsideCommits outsideCommits = OutsideCommits.ADOPT;
  private Duration adoptionInterval = Duration.ofSeconds(10);
  private Duration commitTimeout = Duration.ofMinutes(2);
  private WriteLimits limits = WriteLimits.DEFAULT;
  private CompactionPolicy compaction = CompactionPolicy.DEFAULT;
  private MaintenanceSettings maintenance = MaintenanceSettings.DEFAULT;
  private int dvWriters = 1;
  private long vectorCacheBytes = 64L << 20;

  LakeJobConfigBuilder(String feedEndpoint, String catalogUri, String warehouse) {
    this.feedEndpoint = feedEndpoint;
    this.catalogUri = catalogUri;
    this.warehouse = warehouse;
  }

  public LakeJobConfigBuilder feedToken(String token) {
    this.feedToken = token;
    return this;
  }

  public LakeJobConfigBuilder slot(String name) {
    this.slot = name;
    return this;
  }

  public LakeJobConfigBuilder catalogProperties(Map<String, String> properties) {
    this.catalogProperties = properties;
    return this;
  }

  public LakeJobConfigBuilder ioProperties(Map<String, String> properties) {
    this.ioProperties = properties;
    return this;
  }

  public LakeJobConfigBuilder include(String... patterns) {
    this.include = List.of(patterns);
    return this;
  }

  public LakeJobConfigBuilder exclude(String... patterns) {
    this.exclude = List.of(patterns);
    return this;
  }

  public LakeJobConfigBuilder commitInterval(Duration interval) {
    this.commitInterval = interval;
    return this;
  }

  public LakeJobConfigBuilder commitTriggers(CommitTriggers triggers) {
    this.commitTriggers = triggers;
    return this;
  }

  public LakeJobConfigBuilder stateBackend(LakeJobConfig.StateBackendKind kind) {
    this.stateBackend = kind;
    return this;
  }

  public LakeJobConfigBuilder checkpointDirectory(String uri) {
    this.checkpointDirectory = uri;
    return this;
  }

  public LakeJobConfigBuilder partitioning(Map<String, String> termsByTable) {
    this.partitioning = termsByTable;
    return this;
  }

  public LakeJobConfigBuilder sorting(Map<String, String> termsByTable) {
    this.sorting = termsByTable;
    return this;
  }

  public LakeJobConfigBuilder tableProperties(Map<String, String> properties) {
    this.tableProperties = properties;
    return this;
  }

  public LakeJobConfigBuilder outsideCommits(OutsideCommits policy) {
    this.outsideCommits = policy;
    return this;
  }

  public LakeJobConfigBuilder adoptionInterval(Duration interval) {
    this.adoptionInterval = interval;
    return this;
  }

  public LakeJobConfigBuilder commitTimeout(Duration timeout) {
    this.commitTimeout = timeout;
    return this;
  }

  public LakeJobConfigBuilder limits(WriteLimits writeLimits) {
    this.limits = writeLimits;
    return this;
  }

  public LakeJobConfigBuilder compaction(CompactionPolicy policy) {
    this.compaction = policy;
    return this;
  }

  public LakeJobConfigBuilder maintenance(MaintenanceSettings settings) {
    this.maintenance = settings;
    return this;
  }

  public LakeJobConfigBuilder dvWriters(int parallelism) {
    this.dvWriters = parallelism;
    return this;
  }

  public LakeJobConfigBuilder vectorCacheBytes(long bytes) {
    this.vectorCacheBytes = bytes;
    return this;
  }

  /** Concludes; CONFIGURATION_INVALID names everything that is wrong. */
  public LakeJobConfig build() {
    return new LakeJobConfig(
        feedEndpoint,
        feedToken,
        slot,
        catalogUri,
        catalogProperties,
        warehouse,
        ioProperties,
        include,
        exclude,
        commitInterval,
        commitTriggers,
        stateBackend,
        checkpointDirectory,
        partitioning,
        sorting,
        tableProperties,
        outsideCommits,
        adoptionInterval,
        commitTimeout,
        limits,
        compaction,
        maintenance,
        dvWriters,
        vectorCacheBytes);
  }
}
