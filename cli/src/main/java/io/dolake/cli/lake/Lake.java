package io.dolake.cli.lake;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.RESTCatalog;

/** The lake as a reader sees it through the REST catalog. Thread-safe; the owner closes it. */
public final class Lake implements AutoCloseable {
  private final RESTCatalog catalog;
  private final Namespace namespace;

  /**
   * @param catalogUri where the REST catalog listens
   * @param namespace the database's namespace in it
   */
  public Lake(String catalogUri, String namespace) {
    this.catalog = new RESTCatalog();
    this.namespace = Namespace.of(namespace);
    try {
      catalog.initialize("lake", Map.of(CatalogProperties.URI, catalogUri));
    } catch (RESTException e) {
      throw unreachable(e);
    }
  }

  private static DoLakeException unreachable(RESTException cause) {
    return new DoLakeException(
        ErrorCode.CATALOG_UNREACHABLE,
        "the lake's catalog does not answer: " + cause.getMessage(),
        "is it running? dolake status tells",
        cause);
  }

  /** The tables as they are now, by lower-case name. */
  Map<String, Table> tables() {
    try {
      Map<String, Table> tables = new TreeMap<>();
      for (TableIdentifier identifier : catalog.listTables(namespace)) {
        load(identifier).ifPresent(t -> tables.put(identifier.name().toLowerCase(Locale.ROOT), t));
      }
      return tables;
    } catch (NoSuchNamespaceException e) {
      return Map.of();
    } catch (RESTException e) {
      throw unreachable(e);
    }
  }

  /** Every table in numbers, by name. */
  public List<LakeTableStatus> tableStatus() {
    return tables().entrySet().stream()
        .map(entry -> LakeTableStatus.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Empty when the table was dropped after it was listed. */
  private Optional<Table> load(TableIdentifier identifier) {
    try {
      return Optional.of(catalog.loadTable(identifier));
    } catch (NoSuchTableException e) {
      return Optional.empty();
    }
  }

  /**
   * The newest cut, with the tables it is to be read through.
   *
   * <p>Tables are loaded one by one while commits go on. The newest stamp T seen in a first pass
   * was committed to all tables at once; so tables loaded in a second pass have every snapshot up
   * to T, and the last of them at or below T is each table's state at T.
   */
  ReadableCut newest() {
    HlcTimestamp resolved = newestResolved();
    return cut(tables(), stamp -> stamp.resolved().compareTo(resolved) <= 0);
  }

  /** Resolved timestamp of the newest cut; NONE before the first. */
  public HlcTimestamp newestResolved() {
    HlcTimestamp newest = HlcTimestamp.NONE;
    for (Table table : tables().values()) {
      Snapshot current = table.currentSnapshot();
      SnapshotStamp stamp = current == null ? null : SnapshotStamp.of(current).orElse(null);
      if (stamp != null && stamp.resolved().compareTo(newest) > 0) {
        newest = stamp.resolved();
      }
    }
    return newest;
  }

  /** The last cut at which no transaction after the LSN had been seen. */
  ReadableCut atOrBefore(Lsn lsn) {
    return cut(tables(), stamp -> stamp.lsn().compareTo(lsn) <= 0);
  }

  /** The last cut at which no transaction after the timestamp had been seen. */
  ReadableCut atOrBefore(HlcTimestamp timestamp) {
    return cut(tables(), stamp -> stamp.resolved().compareTo(timestamp) <= 0);
  }

  private static ReadableCut cut(Map<String, Table> tables, Predicate<SnapshotStamp> included) {
    SnapshotStamp newest = new SnapshotStamp(HlcTimestamp.NONE, Lsn.NONE);
    Map<String, Long> snapshots = new HashMap<>();
    for (var entry : tables.entrySet()) {
      SnapshotStamp newestOfTable = new SnapshotStamp(HlcTimestamp.NONE, Lsn.NONE);
      for (Snapshot snapshot : entry.getValue().snapshots()) {
        SnapshotStamp stamp = SnapshotStamp.of(snapshot).orElse(null);
        // Snapshots come in order of commit: of two with one stamp (a compaction), the later
        // counts.
        if (stamp != null
            && included.test(stamp)
            && stamp.resolved().compareTo(newestOfTable.resolved()) >= 0) {
          newestOfTable = stamp;
          snapshots.put(entry.getKey(), snapshot.snapshotId());
        }
      }
      newest = newestOfTable.resolved().compareTo(newest.resolved()) > 0 ? newestOfTable : newest;
    }
    return new ReadableCut(new LakeCut(newest.resolved(), newest.lsn(), snapshots), tables);
  }

  /** A cut and the loaded tables that hold its snapshots. */
  record ReadableCut(LakeCut cut, Map<String, Table> tables) {}

  @Override
  public void close() {
    try {
      catalog.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
