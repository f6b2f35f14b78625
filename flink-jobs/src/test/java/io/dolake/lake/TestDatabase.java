package io.dolake.lake;

import io.dolake.cdc.ChangeKind;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.TestRecords;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.row.RowCodec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A database in memory with a log: what the topology's output is compared with. Keeps the state of
 * every table after every transaction. One thread writes, any may read the log.
 */
final class TestDatabase {
  /** What the log holds of a transaction. */
  record Transaction(long lsn, long timestamp, List<ChangeRecord> records) {}

  /** Rows of a table by key (hex), each in column order of the table's version at that time. */
  record TableState(TableDef table, Map<String, Object[]> rows) {}

  private final List<Transaction> log = new ArrayList<>();
  private final Map<Integer, TableDef> tables = new TreeMap<>();
  private final Map<Integer, Map<String, Object[]>> rows = new TreeMap<>();
  private final TreeMap<Long, Map<Integer, TableState>> history = new TreeMap<>();
  private long lsn;
  private List<ChangeRecord> open;

  /** Runs a transaction and appends it to the log. */
  synchronized void transact(Runnable changes) {
    open = new ArrayList<>();
    lsn++;
    changes.run();
    log.add(new Transaction(lsn, timestampOf(lsn), open));
    open = null;
    Map<Integer, TableState> state = new TreeMap<>();
    tables.forEach(
        (id, table) -> state.put(id, new TableState(table, new TreeMap<>(rows.get(id)))));
    history.put(timestampOf(lsn), state);
  }

  private static long timestampOf(long lsn) {
    return HlcTimestamp.of(1_700_000_000_000L + lsn, 0).value();
  }

  void createTable(TableDef table) {
    tables.put(table.id().value(), table);
    rows.put(table.id().value(), new TreeMap<>());
    addSchema(table);
  }

  /** Changes a table; rows are brought along by the given conversion. */
  void alterTable(TableDef table, java.util.function.UnaryOperator<Object[]> conversion) {
    tables.put(table.id().value(), table);
    rows.get(table.id().value()).replaceAll((key, row) -> conversion.apply(row));
    addSchema(table);
  }

  private void addSchema(TableDef table) {
    open.add(
        TestRecords.loggedSchema(
            lsn,
            open.size(),
            timestampOf(lsn),
            table.id().value(),
            CatalogCodec.encodeTable(table)));
  }

  void dropTable(int tableId) {
    tables.remove(tableId);
    rows.remove(tableId);
    add(ChangeKind.DROP, tableId, null, null, null);
  }

  void truncateTable(int tableId) {
    rows.get(tableId).clear();
    add(ChangeKind.TRUNCATE, tableId, null, null, null);
  }

  /** Inserts or updates. */
  void put(int tableId, Object... row) {
    TableDef table = tables.get(tableId);
    byte[] key = keyOf(table, row);
    Object[] before = rows.get(tableId).put(HexFormat.of().formatHex(key), row.clone());
    RowCodec codec = RowCodec.of(table);
    add(
        before == null ? ChangeKind.INSERT : ChangeKind.UPDATE,
        tableId,
        key,
        before == null ? null : codec.encode(before),
        codec.encode(row));
  }

  void delete(int tableId, Object... row) {
    TableDef table = tables.get(tableId);
    byte[] key = keyOf(table, row);
    Object[] before = rows.get(tableId).remove(HexFormat.of().formatHex(key));
    if (before != null) {
      add(ChangeKind.DELETE, tableId, key, RowCodec.of(table).encode(before), null);
    }
  }

  static byte[] keyOf(TableDef table, Object[] row) {
    io.dolake.common.buffer.ByteWriter out = new io.dolake.common.buffer.ByteWriter();
    KeyCodec.forTable(table).encodeRow(out, row);
    return out.copyOfBytes();
  }

  private void add(ChangeKind kind, int tableId, byte[] key, byte[] before, byte[] after) {
    open.add(
        TestRecords.logged(kind, lsn, open.size(), timestampOf(lsn), tableId, key, before, after));
  }

  synchronized int logSize() {
    return log.size();
  }

  synchronized Transaction transaction(int index) {
    return log.get(index);
  }

  synchronized long lastTimestamp() {
    return timestampOf(lsn);
  }

  TableDef table(int tableId) {
    return tables.get(tableId);
  }

  /** Tables as they were at a timestamp. */
  synchronized Map<Integer, TableState> stateAt(long timestamp) {
    Map.Entry<Long, Map<Integer, TableState>> entry = history.floorEntry(timestamp);
    return entry == null ? Map.of() : entry.getValue();
  }
}
