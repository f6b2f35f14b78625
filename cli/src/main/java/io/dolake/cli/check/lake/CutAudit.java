package io.dolake.cli.check.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;

/**
 * Reads every cut of the lake through the catalog, as an outside engine would, and compares all
 * tables with the database at that commit timestamp. For one thread.
 */
final class CutAudit implements AutoCloseable {
  private static final String RESOLVED = "dolake.resolved-timestamp";

  private final RESTCatalog catalog = new RESTCatalog();
  private final Ledger.Replay database;
  private final List<String> violations = new ArrayList<>();
  private long lastCut = Long.MIN_VALUE;
  private int cuts;

  CutAudit(String catalogUri, Ledger.Replay database) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CatalogProperties.URI, catalogUri);
    properties.put(CatalogProperties.FILE_IO_IMPL, "io.dolake.lake.io.LocalFileIO");
    catalog.initialize("audit", properties);
    this.database = database;
  }

  /** Looks at all cuts that are new since the last call. */
  void look() throws IOException {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (String name : Ledger.TABLES) {
      TableIdentifier identifier = TableIdentifier.of("main", name);
      if (!catalog.tableExists(identifier)) {
        return;
      }
      tables.put(name, catalog.loadTable(identifier));
    }
    Map<String, NavigableMap<Long, Snapshot>> snapshots = new HashMap<>();
    TreeSet<Long> all = new TreeSet<>();
    tables.forEach(
        (name, table) -> {
          NavigableMap<Long, Snapshot> byCut = byCut(table);
          snapshots.put(name, byCut);
          all.addAll(byCut.keySet());
        });
    NavigableMap<Long, Snapshot> first = snapshots.get(Ledger.TABLES.get(0));
    if (first.isEmpty()) {
      return;
    }
    // Tables are loaded one after the other: only cuts that the first one knows are in all others.
    for (long cut : all.headSet(first.lastKey(), true).tailSet(lastCut, false)) {
      check(cut, tables, snapshots);
      lastCut = cut;
      cuts++;
    }
  }

  private static NavigableMap<Long, Snapshot> byCut(Table table) {
    NavigableMap<Long, Snapshot> cuts = new TreeMap<>();
    for (Snapshot snapshot : table.snapshots()) {
      cuts.merge(
          Long.parseLong(snapshot.summary().get(RESOLVED)),
          snapshot,
          (a, b) -> a.sequenceNumber() > b.sequenceNumber() ? a : b);
    }
    return cuts;
  }

  private void check(
      long cut, Map<String, Table> tables, Map<String, NavigableMap<Long, Snapshot>> snapshots)
      throws IOException {
    Map<String, Map<Long, Object[]>> expected = database.to(cut);
    Map<String, Map<Long, List<Object>>> found = new HashMap<>();
    for (Map.Entry<String, Table> entry : tables.entrySet()) {
      Map.Entry<Long, Snapshot> snapshot = snapshots.get(entry.getKey()).floorEntry(cut);
      Map<Long, List<Object>> rows =
          snapshot == null ? Map.of() : read(entry.getValue(), snapshot.getValue(), cut);
      found.put(entry.getKey(), rows);
      Map<Long, List<Object>> wanted = new TreeMap<>();
      expected.get(entry.getKey()).forEach((id, row) -> wanted.put(id, List.of(row)));
      if (!wanted.equals(rows)) {
        violations.add(
            "cut " + cut + ": " + entry.getKey() + " has " + rows + " instead of " + wanted);
      }
      if (snapshot != null && snapshot.getKey() == cut) {
        checkVectors(entry.getValue(), snapshot.getValue(), cut);
      }
    }
    checkInvariants(cut, found);
  }

  private Map<Long, List<Object>> read(Table table, Snapshot snapshot, long cut)
      throws IOException {
    Map<Long, List<Object>> rows = new TreeMap<>();
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table).useSnapshot(snapshot.snapshotId()).build()) {
      for (Record record : records) {
        List<Object> row = new ArrayList<>();
        // Behind the columns the reader may leave positions it used to apply deletion vectors.
        for (int i = 0; i < table.schema().columns().size(); i++) {
          row.add(record.get(i));
        }
        if (rows.put((Long) record.get(0), row) != null) {
          violations.add("cut " + cut + ": " + table.name() + " has row " + row + " twice");
        }
      }
    }
    return rows;
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

  /** No equality deletes, at most one deletion vector per data file. */
  private void checkVectors(Table table, Snapshot snapshot, long cut) throws IOException {
    TreeSet<String> covered = new TreeSet<>();
    for (ManifestFile manifest : snapshot.deleteManifests(table.io())) {
      try (ManifestReader<DeleteFile> deletes =
          ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
        for (DeleteFile delete : deletes) {
          if (delete.format() != FileFormat.PUFFIN || !covered.add(delete.referencedDataFile())) {
            violations.add("cut " + cut + ": " + table.name() + " deletes by " + delete.location());
          }
        }
      }
    }
  }

  long lastCut() {
    return lastCut;
  }

  int cuts() {
    return cuts;
  }

  List<String> violations() {
    return violations;
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
