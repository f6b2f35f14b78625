package io.dolake.cli.check.lake;

import io.dolake.common.HlcTimestamp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;

/**
 * Reads every cut of the lake through the catalog, as an outside engine would, and compares all
 * tables with the database at that commit timestamp; looks at every snapshot for what must hold in
 * each. For one thread.
 */
final class CutAudit implements AutoCloseable {
  private static final String RESOLVED = "dolake.resolved-timestamp";
  private static final List<String> STAMPS =
      List.of(
          "dolake.job-id",
          "dolake.lineage",
          "dolake.checkpoint-id",
          "dolake.commit-id",
          RESOLVED,
          "dolake.lsn.0");

  /** How long the lake keeps every cut in this campaign. */
  static final Duration KEPT = Duration.ofSeconds(15);

  /** Cuts between two that are read once more by Iceberg's whole scan, as an engine reads them. */
  private static final int CUTS_PER_SCAN = 20;

  private final RESTCatalog catalog = new RESTCatalog();
  private final CutPoller poller;
  private final Ledger.Replay database;
  private final Map<String, SnapshotFiles> contents = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private long lastCut = Long.MIN_VALUE;
  private volatile int cuts;
  private int snapshots;
  private int polled;
  private int missed;

  /**
   * @param files how the reader gets at the tables' files
   */
  CutAudit(String lane, String catalogUri, Map<String, String> files, Ledger.Replay database) {
    Map<String, String> properties = new HashMap<>(files);
    properties.put(CatalogProperties.URI, catalogUri);
    catalog.initialize(lane, properties);
    this.database = database;
    this.poller = new CutPoller(lane, catalog);
    Ledger.TABLES.forEach(name -> contents.put(name, new SnapshotFiles()));
  }

  static TableIdentifier identifier(String table) {
    return TableIdentifier.of("main", table);
  }

  static boolean isStamped(Snapshot snapshot) {
    return snapshot.summary().containsKey(RESOLVED);
  }

  /** The job's newest snapshot at or below the current one, or null. */
  static Snapshot currentOwn(Table table) {
    Snapshot snapshot = table.currentSnapshot();
    while (snapshot != null && !isStamped(snapshot)) {
      snapshot = snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
    }
    return snapshot;
  }

  static long resolved(Snapshot snapshot) {
    return Long.parseLong(snapshot.summary().get(RESOLVED));
  }

  /** Looks at all cuts that are new since the last call. */
  void look() throws IOException {
    long thinnedMillis = System.currentTimeMillis() - KEPT.toMillis();
    Map<String, Table> tables = new LinkedHashMap<>();
    for (String name : Ledger.TABLES) {
      if (!catalog.tableExists(identifier(name))) {
        return; // not there yet, or taken away
      }
      tables.put(name, catalog.loadTable(identifier(name)));
    }
    Map<String, NavigableMap<Long, Snapshot>> byTable = new HashMap<>();
    TreeSet<Long> all = new TreeSet<>();
    tables.forEach(
        (name, table) -> {
          NavigableMap<Long, Snapshot> byCut = byCut(name, table);
          byTable.put(name, byCut);
          all.addAll(byCut.keySet());
        });
    NavigableMap<Long, Snapshot> first = byTable.get(Ledger.TABLES.get(0));
    if (first.isEmpty()) {
      return;
    }
    // Tables are loaded one after the other: only cuts that the first one knows are in all others.
    for (long cut : all.headSet(first.lastKey(), true).tailSet(lastCut, false)) {
      try {
        if (new HlcTimestamp(cut).epochMillis() > thinnedMillis) {
          check(cut, tables, byTable);
          cuts++;
        } else {
          missed++; // its snapshots may be thinned out: this process stood still for long
        }
      } catch (NotFoundException e) {
        missed++; // thinned out while we looked
      }
      lastCut = cut;
    }
  }

  /** The last snapshot of each cut; all that are new are looked at. */
  private NavigableMap<Long, Snapshot> byCut(String name, Table table) {
    NavigableMap<Long, Snapshot> byCut = new TreeMap<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (OutsideEngine.made(snapshot)) {
        continue;
      }
      for (String key : STAMPS) {
        if (!snapshot.summary().containsKey(key)) {
          violations.add(name + ": snapshot " + snapshot.snapshotId() + " is not stamped: " + key);
          return byCut;
        }
      }
      byCut.merge(
          resolved(snapshot), snapshot, (a, b) -> a.sequenceNumber() > b.sequenceNumber() ? a : b);
    }
    return byCut;
  }

  private void check(
      long cut, Map<String, Table> tables, Map<String, NavigableMap<Long, Snapshot>> byTable)
      throws IOException {
    Map<String, Map<Long, Object[]>> expected = database.to(cut);
    Map<String, Map<Long, List<Object>>> found = new HashMap<>();
    Map<String, Long> current = new LinkedHashMap<>();
    for (Map.Entry<String, Table> entry : tables.entrySet()) {
      String name = entry.getKey();
      Map.Entry<Long, Snapshot> snapshot = byTable.get(name).floorEntry(cut);
      Map<Long, List<Object>> rows = Map.of();
      if (snapshot != null) {
        current.put(name, snapshot.getValue().snapshotId());
        rows = read(name, entry.getValue(), snapshot.getValue(), cut);
        if (snapshot.getKey() == cut) {
          checkReplacement(name, entry.getValue(), snapshot.getValue(), cut);
        }
      }
      found.put(name, rows);
      compare(cut, name, expected.get(name), rows);
    }
    checkInvariants(cut, found);
    for (Map.Entry<Long, Map<String, Long>> polledCut : poller.takeUpTo(cut)) {
      polled++;
      if (polledCut.getKey() == cut) {
        checkPolled(cut, polledCut.getValue(), current, tables, expected);
      }
    }
  }

  /**
   * A reader's view of a cut is the one that was checked, or an earlier one of the same rows: a
   * commit of nothing but moves may follow while the cut stays.
   */
  private void checkPolled(
      long cut,
      Map<String, Long> polledIds,
      Map<String, Long> current,
      Map<String, Table> tables,
      Map<String, Map<Long, Object[]>> expected)
      throws IOException {
    for (String name : Ledger.TABLES) {
      Long id = polledIds.get(name);
      if (Objects.equals(id, current.get(name))) {
        continue;
      }
      Snapshot snapshot = id == null ? null : tables.get(name).snapshot(id);
      if (snapshot == null) {
        violations.add("cut " + cut + ": a reader found " + polledIds + " instead of " + current);
        return;
      }
      compare(
          cut,
          name + ", as a reader found it,",
          expected.get(name),
          read(name, tables.get(name), snapshot, cut));
    }
  }

  private Map<Long, List<Object>> read(String name, Table table, Snapshot snapshot, long cut)
      throws IOException {
    SnapshotFiles.Content content =
        contents
            .get(name)
            .read(
                table, snapshot, what -> violations.add("cut " + cut + ": " + name + ": " + what));
    if (resolved(snapshot) == cut) {
      snapshots++;
    }
    if (cuts % CUTS_PER_SCAN == 0) {
      Map<Long, List<Object>> scanned = scan(table, snapshot);
      if (!scanned.equals(content.rows())) {
        violations.add("cut " + cut + ": " + name + " is scanned as " + scanned);
      }
    }
    return content.rows();
  }

  private static Map<Long, List<Object>> scan(Table table, Snapshot snapshot) throws IOException {
    Map<Long, List<Object>> rows = new TreeMap<>();
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table).useSnapshot(snapshot.snapshotId()).build()) {
      for (Record record : records) {
        List<Object> row = new ArrayList<>();
        // Behind the columns the reader may leave positions it used to apply deletion vectors.
        for (int i = 0; i < table.schema().columns().size(); i++) {
          row.add(record.get(i));
        }
        rows.put((Long) record.get(0), row);
      }
    }
    return rows;
  }

  /** A compaction in front of the cut's changes leaves what was there before it. */
  private void checkReplacement(String name, Table table, Snapshot snapshot, long cut)
      throws IOException {
    Snapshot replacement = snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
    if (replacement == null || resolved(replacement) != cut || replacement.parentId() == null) {
      return;
    }
    Snapshot before = table.snapshot(replacement.parentId());
    if (before == null || !"replace".equals(replacement.operation())) {
      return;
    }
    snapshots++;
    if (!read(name, table, replacement, cut).equals(read(name, table, before, cut))) {
      violations.add("cut " + cut + ": the compaction of " + name + " changed its rows");
    }
  }

  private void compare(
      long cut, String name, Map<Long, Object[]> expected, Map<Long, List<Object>> rows) {
    boolean same = expected.size() == rows.size();
    for (Map.Entry<Long, Object[]> row : expected.entrySet()) {
      same = same && List.of(row.getValue()).equals(rows.get(row.getKey()));
    }
    if (!same) {
      Map<Long, List<Object>> wanted = new TreeMap<>();
      expected.forEach((id, row) -> wanted.put(id, List.of(row)));
      violations.add(
          "cut " + cut + ": " + name + " has " + new TreeMap<>(rows) + " instead of " + wanted);
    }
  }

  private void checkInvariants(long cut, Map<String, Map<Long, List<Object>>> found) {
    long money = sum(found.get("accounts")) + sum(found.get("vaults"));
    if (money != Ledger.TOTAL) {
      violations.add("cut " + cut + ": accounts and vaults hold " + money);
    }
    Map<Long, Long> totals = new TreeMap<>();
    found
        .get("lines")
        .values()
        .forEach(line -> totals.merge((Long) line.get(2), (Long) line.get(1), Long::sum));
    Map<Long, Long> orders = new TreeMap<>();
    found.get("orders").forEach((id, order) -> orders.put(id, (Long) order.get(1)));
    if (!orders.equals(totals)) {
      violations.add("cut " + cut + ": orders " + orders + " but lines " + totals);
    }
  }

  private static long sum(Map<Long, List<Object>> rows) {
    return rows.values().stream().mapToLong(row -> (Long) row.get(1)).sum();
  }

  long lastCut() {
    return lastCut;
  }

  /** Cuts read and compared; any thread may ask. */
  int cuts() {
    return cuts;
  }

  /** Snapshots looked at. */
  int snapshots() {
    return snapshots;
  }

  /** Cuts that the concurrent reader saw, too. */
  int polled() {
    return polled;
  }

  /** Cuts that were gone before they could be read. */
  int missed() {
    return missed;
  }

  List<String> violations() {
    return violations;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    poller.close();
    catalog.close();
  }
}
