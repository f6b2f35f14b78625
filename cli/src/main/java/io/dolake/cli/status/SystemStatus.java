package io.dolake.cli.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dolake.cdc.FeedCredentials;
import io.dolake.cli.lake.Lake;
import io.dolake.cli.lake.LakeTableStatus;
import io.dolake.common.error.DoLakeException;
import java.net.URI;
import java.util.List;

/**
 * Everything {@code dolake status} tells, as it was at one moment; its components are the keys of
 * the JSON form.
 *
 * @param atMillis wall-clock time of the question
 * @param lakeError why the catalog did not answer, or null
 */
record SystemStatus(
    long atMillis, NodeStatus node, JobStatus job, List<LakeTableStatus> tables, String lakeError) {
  SystemStatus {
    tables = List.copyOf(tables);
  }

  /** Asks every part; one that does not answer is told as such. */
  static SystemStatus ask(String feed, FeedCredentials credentials, URI flink, URI catalog) {
    NodeStatus node = NodeStatus.ask(feed, credentials);
    JobStatus job = JobStatus.ask(flink);
    List<LakeTableStatus> tables = List.of();
    String lakeError = null;
    try (Lake lake = new Lake(catalog.toString())) {
      tables = lake.tableStatus();
    } catch (DoLakeException e) {
      lakeError = e.getMessage();
    }
    return new SystemStatus(System.currentTimeMillis(), node, job, tables, lakeError);
  }

  /**
   * The newest state of the lake that readers see.
   *
   * @param lsn last transaction that is in
   * @param ageMillis how long ago the database stood so
   */
  record Cut(long lsn, long ageMillis) {}

  /** Null before the first cut. */
  @JsonProperty
  Cut lastCut() {
    LakeTableStatus newest = null;
    for (LakeTableStatus table : tables) {
      if (table.resolvedMillis() > 0
          && (newest == null || table.resolvedMillis() > newest.resolvedMillis())) {
        newest = table;
      }
    }
    return newest == null ? null : new Cut(newest.lsn(), ageMillis(newest));
  }

  /** How long ago the last cut that changed the table was. */
  long ageMillis(LakeTableStatus table) {
    return Math.max(0, atMillis - table.resolvedMillis());
  }

  /** Whether every part answers. */
  @JsonProperty
  boolean well() {
    return node.error() == null && job.error() == null && lakeError == null;
  }
}
