package io.dolake.cli.lake;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
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
import org.apache.iceberg.rest.RESTCatalogProperties;

/** The lake as a reader sees it through the REST catalog. Thread-safe; the owner closes it. */
public final class Lake implements AutoCloseable {
  /** Tables whose metadata is kept: one that has not changed since costs a short answer only. */
  private static final String CACHED_TABLES = "1000";

  /** Property of the tables that the lake job writes. */
  private static final String TABLE_ID = "dolake.table-id";

  private final RESTCatalog catalog;
  private final SnapshotFiles snapshotFiles = new SnapshotFiles();

  /**
   * @param catalogUri where the REST catalog listens
   */
  public Lake(String catalogUri) {
    this.catalog = new RESTCatalog();
    try {
      catalog.initialize(
          "lake",
          Map.of(
              CatalogProperties.URI,
              catalogUri,
              CatalogProperties.IO_MANIFEST_CACHE_ENABLED,
              "true",
              RESTCatalogProperties.TABLE_CACHE_MAX_ENTRIES,
              CACHED_TABLES,
              RESTCatalogProperties.METRICS_REPORTING_ENABLED,
              "false"));
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

  /** Which files snapshots consist of. */
  SnapshotFiles snapshotFiles() {
    return snapshotFiles;
  }

  /** One of the database's tables, under the name that the catalog has for it. */
  private record LoadedTable(TableIdentifier identifier, Table table) {}

  /** The database's tables as they are now. Others in the catalog belong to other programs. */
  Map<LakeTableName, Table> tables() {
    Map<LakeTableName, Table> tables = new TreeMap<>();
    for (LoadedTable loaded : loadAll()) {
      tables.put(LakeTableName.of(loaded.identifier()), loaded.table());
    }
    return tables;
  }

  /** Every table in numbers, by name. */
  public List<LakeTableStatus> tableStatus() {
    return loadAll().stream()
        .map(loaded -> LakeTableStatus.of(loaded.identifier(), loaded.table()))
        .sorted(Comparator.comparing(LakeTableStatus::name))
        .toList();
  }

  private List<LoadedTable> loadAll() {
    try {
      List<LoadedTable> tables = new ArrayList<>();
      for (Namespace schema : catalog.listNamespaces()) {
        for (TableIdentifier identifier : list(schema)) {
          load(identifier)
              .filter(table -> table.properties().containsKey(TABLE_ID))
              .ifPresent(table -> tables.add(new LoadedTable(identifier, table)));
        }
      }
      return tables;
    } catch (RESTException e) {
      throw unreachable(e);
    }
  }

  /** Empty when the namespace was dropped after it was listed. */
  private List<TableIdentifier> list(Namespace namespace) {
    try {
      return catalog.listTables(namespace);
    } catch (NoSuchNamespaceException e) {
      return List.of();
    }
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
    HlcTimestamp resolved = newestStamp().resolved();
    return cut(tables(), stamp -> stamp.resolved().compareTo(resolved) <= 0);
  }

  /** Stamp of the newest cut; {@link SnapshotStamp#NONE} before the first. */
  public SnapshotStamp newestStamp() {
    return tables().values().stream()
        .map(SnapshotStamp::ofCurrent)
        .max(Comparator.comparing(SnapshotStamp::resolved))
        .orElse(SnapshotStamp.NONE);
  }

  /**
   * Stamp of the newest cut that changed the table; {@link SnapshotStamp#NONE} when there is none.
   * Cheaper than {@link #newestStamp()}.
   */
  public SnapshotStamp newestStamp(LakeTableName table) {
    try {
      return load(TableIdentifier.of(table.schema(), table.table()))
          .map(SnapshotStamp::ofCurrent)
          .orElse(SnapshotStamp.NONE);
    } catch (RESTException e) {
      throw unreachable(e);
    }
  }

  /** The last cut at which no transaction after the LSN had been seen. */
  ReadableCut atOrBefore(Lsn lsn) {
    return cut(tables(), stamp -> stamp.lsn().compareTo(lsn) <= 0);
  }

  /**
   * The last cut up to the timestamp that the kept snapshots alone show in every table.
   *
   * @throws DoLakeException LSN_REMOVED when they show none
   */
  ReadableCut shownAtOrBefore(HlcTimestamp timestamp) {
    Map<LakeTableName, Table> tables = tables();
    NavigableSet<HlcTimestamp> moments = new TreeSet<>();
    for (Table table : tables.values()) {
      for (Snapshot snapshot : table.snapshots()) {
        SnapshotStamp.of(snapshot).ifPresent(stamp -> moments.add(stamp.resolved()));
      }
    }
    for (HlcTimestamp moment : moments.headSet(timestamp, true).descendingSet()) {
      ReadableCut cut = cut(tables, stamp -> stamp.resolved().compareTo(moment) <= 0);
      if (cut.isWhole()) {
        return cut;
      }
    }
    throw new DoLakeException(
        ErrorCode.LSN_REMOVED,
        "neither the lake's snapshots nor the log show all tables as they were then",
        "ask for a later moment");
  }

  private static ReadableCut cut(
      Map<LakeTableName, Table> tables, Predicate<SnapshotStamp> included) {
    Map<LakeTableName, TableState> states = new HashMap<>();
    tables.forEach((name, table) -> states.put(name, TableState.newest(table, included)));
    SnapshotStamp newest =
        states.values().stream()
            .map(TableState::stamp)
            .max(Comparator.comparing(SnapshotStamp::resolved))
            .orElse(SnapshotStamp.NONE);
    Map<LakeTableName, Long> snapshots = new HashMap<>();
    Map<LakeTableName, Lsn> shows = new HashMap<>();
    states.forEach(
        (name, state) -> {
          if (state.snapshotId() != null) {
            snapshots.put(name, state.snapshotId());
          }
          shows.put(name, state.untilNextCut() ? newest.lsn() : state.stamp().lsn());
        });
    return new ReadableCut(
        new LakeCut(newest.resolved(), newest.lsn(), snapshots), tables, Map.copyOf(shows));
  }

  /**
   * A cut and the loaded tables that hold its snapshots.
   *
   * @param shows LSN whose state each table's snapshot is: the cut's, or an earlier one for a table
   *     whose own snapshot of the cut is not kept any more
   */
  record ReadableCut(LakeCut cut, Map<LakeTableName, Table> tables, Map<LakeTableName, Lsn> shows) {
    /** Whether the snapshots are the cut in every table. */
    boolean isWhole() {
      return shows.values().stream().allMatch(cut.lsn()::equals);
    }

    /** The earliest state that a table's snapshot is; the cut's without tables. */
    Lsn earliestShown() {
      return shows.values().stream().min(Comparator.naturalOrder()).orElse(cut.lsn());
    }
  }

  @Override
  public void close() {
    try {
      catalog.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
