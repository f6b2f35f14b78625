package io.dolake.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.lake.commit.LakeFormat;
import io.dolake.lake.commit.MaintenanceSettings;
import io.dolake.lake.commit.OutsideCommits;
import io.dolake.lake.schema.SortText;
import io.dolake.lake.writer.CommitTriggers;
import io.dolake.lake.writer.CompactionPolicy;
import io.dolake.lake.writer.WriteLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a lake job runs. Start from {@link #of} and change what differs. Keys and defaults are listed
 * in docs/lake.md.
 *
 * @param feedEndpoint {@code host:port} of the node's change feed
 * @param feedToken the node's {@code feed.token}, or null
 * @param slot replication slot that keeps the log for this job
 * @param catalogUri URI of the Iceberg REST catalog
 * @param catalogProperties of the catalog's client
 * @param warehouse root of the lake's files, a URI or a local path
 * @param ioProperties how to reach the files, such as {@code s3.endpoint}
 * @param include tables as {@code schema.table} with stars; empty means all
 * @param exclude likewise, taken out of {@code include}
 * @param commitInterval time between commits
 * @param commitTriggers when there is a commit before that time
 * @param stateBackend where the index lives
 * @param checkpointDirectory URI of the job's checkpoints, or null to leave it to the cluster
 * @param partitioning partition terms by table name, such as {@code day(created_at)}
 * @param sorting sort terms by table name, such as {@code region, created_at desc}
 * @param tableProperties of new tables
 * @param outsideCommits what happens when others commit to the tables
 * @param adoptionInterval time between two looks for files to take over from other engines
 * @param commitTimeout how long a commit is tried before the job starts over from its checkpoint
 * @param limits bounds of each writer's memory and files
 * @param compaction which files each writer merges
 * @param maintenance of snapshots and files
 * @param dvWriters parallelism of the deletion vector writers
 * @param vectorCacheBytes memory of each for recently written vectors
 */
public record LakeJobConfig(
    String feedEndpoint,
    String feedToken,
    String slot,
    String catalogUri,
    Map<String, String> catalogProperties,
    String warehouse,
    Map<String, String> ioProperties,
    List<String> include,
    List<String> exclude,
    Duration commitInterval,
    CommitTriggers commitTriggers,
    StateBackendKind stateBackend,
    String checkpointDirectory,
    Map<String, String> partitioning,
    Map<String, String> sorting,
    Map<String, String> tableProperties,
    OutsideCommits outsideCommits,
    Duration adoptionInterval,
    Duration commitTimeout,
    WriteLimits limits,
    CompactionPolicy compaction,
    MaintenanceSettings maintenance,
    int dvWriters,
    long vectorCacheBytes) {

  /** Where keyed state, the primary-key index above all, is kept. */
  public enum StateBackendKind {
    /** On the heap: fast; every checkpoint writes it whole. */
    HASHMAP,
    /** In RocksDB with incremental checkpoints. */
    ROCKSDB
  }

  /** Key groups of the job; fixed, because keyed state cannot be cut finer later. */
  public static final int MAX_PARALLELISM = 128;

  private static final Duration MIN_COMMIT_INTERVAL = Duration.ofMillis(50);

  public LakeJobConfig {
    catalogProperties = Map.copyOf(catalogProperties);
    ioProperties = Map.copyOf(ioProperties);
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    partitioning = Map.copyOf(partitioning);
    sorting = Map.copyOf(sorting);
    tableProperties = Map.copyOf(tableProperties);
    warehouse = warehouse == null ? "" : normalise(warehouse);
    List<String> problems = new ArrayList<>();
    require(feedEndpoint != null && feedEndpoint.contains(":"), "node is not HOST:PORT", problems);
    require(slot != null && !slot.isBlank(), "slot is empty", problems);
    require(catalogUri != null && catalogUri.contains(":"), "catalog is no URI", problems);
    require(!warehouse.isEmpty(), "warehouse is empty", problems);
    require(
        commitInterval.compareTo(MIN_COMMIT_INTERVAL) >= 0,
        "commit-interval is below 50 ms",
        problems);
    require(
        commitTriggers.rows() >= 0 && commitTriggers.bytes() >= 0,
        "commit-rows or commit-bytes is negative",
        problems);
    require(
        LakeFormat.isKnown(tableProperties), "table.format-version is neither 2 nor 3", problems);
    checkSorting(sorting, problems);
    require(dvWriters >= 1, "dv-writers is below 1", problems);
    require(
        !adoptionInterval.isNegative() && !adoptionInterval.isZero(),
        "adoption-interval is not positive",
        problems);
    require(!commitTimeout.isNegative(), "commit-timeout is negative", problems);
    if (!problems.isEmpty()) {
      throw new DoLakeException(
          ErrorCode.CONFIGURATION_INVALID, "lake job: " + String.join("; ", problems));
    }
  }

  private static void require(boolean holds, String problem, List<String> problems) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private static void checkSorting(Map<String, String> sorting, List<String> problems) {
    Set<String> tables = new HashSet<>();
    sorting.forEach(
        (table, terms) -> {
          require(
              tables.add(table.toLowerCase(Locale.ROOT)),
              "sort." + table + " is there twice, in different case",
              problems);
          try {
            SortText.check(terms);
          } catch (DoLakeException e) {
            String hint = e.hint().map(text -> " (" + text + ")").orElse("");
            problems.add("sort." + table + ": " + e.getMessage() + hint);
          }
        });
  }

  /** A URI without a slash at the end; a local path gets its scheme. */
  private static String normalise(String location) {
    String uri = location.startsWith("/") ? "file://" + location : location;
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  /** Defaults for everything but where things are. */
  public static LakeJobConfig of(String feedEndpoint, String catalogUri, String warehouse) {
    return builder(feedEndpoint, catalogUri, warehouse).build();
  }

  public static LakeJobConfigBuilder builder(
      String feedEndpoint, String catalogUri, String warehouse) {
    return new LakeJobConfigBuilder(feedEndpoint, catalogUri, warehouse);
  }
}
