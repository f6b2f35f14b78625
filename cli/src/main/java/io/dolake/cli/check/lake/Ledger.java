package io.dolake.cli.check.lake;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.CommitResult;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A workload with invariants across tables: money moves between {@code accounts} and {@code
 * vaults}, whose sum never changes; every order's total is the sum of its lines. Remembers what
 * each commit changed, so that the database can be rebuilt as it stood at any commit timestamp. One
 * thread writes; {@link #replay} may be used by another.
 */
final class Ledger {
  static final List<String> TABLES = List.of("accounts", "vaults", "orders", "lines");

  private static final int ACCOUNTS = 40;
  private static final long START_BALANCE = 1_000;
  static final long TOTAL = 2 * ACCOUNTS * START_BALANCE;

  /** Rows that a commit wrote; a null row is a deletion. */
  record Commit(long timestamp, Map<String, Map<Long, Object[]>> rows) {}

  private final ShardStore store;
  private final Random random;
  private final Map<String, TableId> ids = new HashMap<>();
  private final Map<String, Map<Long, Object[]>> now = new HashMap<>();
  private final List<Commit> commits = new ArrayList<>();
  private Map<String, Map<Long, Object[]>> written = new LinkedHashMap<>();
  private long nextLine = 1;

  Ledger(ShardStore store, Random random) {
    this.store = store;
    this.random = random;
    TABLES.forEach(table -> now.put(table, new TreeMap<>()));
  }

  void create() {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      createTable(transaction, "accounts", "balance", null);
      createTable(transaction, "vaults", "balance", null);
      createTable(transaction, "orders", "total", null);
      createTable(transaction, "lines", "amount", "order_id");
      for (long id = 0; id < ACCOUNTS; id++) {
        put(transaction, "accounts", id, START_BALANCE);
        put(transaction, "vaults", id, START_BALANCE);
      }
      finish(transaction);
    }
  }

  private void createTable(
      ShardTransaction transaction, String name, String amount, String reference) {
    List<ColumnDef> columns = new ArrayList<>();
    columns.add(ColumnDef.of(1, "id", ColumnType.INTEGER, false));
    columns.add(ColumnDef.of(2, amount, ColumnType.INTEGER, false));
    if (reference != null) {
      columns.add(ColumnDef.of(3, reference, ColumnType.INTEGER, false));
    }
    TableDef table =
        new TableDef(
            transaction.allocateTableId(),
            1,
            TableDef.DEFAULT_SCHEMA,
            name,
            columns,
            List.of(KeyColumn.ascending(1)),
            List.of(),
            List.of(),
            columns.size(),
            "",
            "");
    transaction.apply(new CatalogChange.CreateTable(table));
    ids.put(name, table.id());
  }

  /** Random transactions, each over several tables. */
  void transact(int count) {
    for (int i = 0; i < count; i++) {
      transact();
    }
  }

  private void transact() {
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      if (random.nextBoolean()) {
        transfer(transaction);
      } else {
        order(transaction);
      }
      finish(transaction);
    }
  }

  private void transfer(ShardTransaction transaction) {
    long from = random.nextInt(ACCOUNTS);
    long to = random.nextInt(ACCOUNTS);
    long amount = random.nextInt(100);
    put(transaction, "accounts", from, amountOf("accounts", from) - amount);
    put(transaction, "vaults", to, amountOf("vaults", to) + amount);
  }

  private void order(ShardTransaction transaction) {
    long order = random.nextInt(50);
    List<Long> lines =
        now.get("lines").values().stream()
            .filter(line -> (Long) line[2] == order)
            .map(line -> (Long) line[0])
            .toList();
    if (!lines.isEmpty() && random.nextInt(4) == 0) {
      lines.forEach(line -> delete(transaction, "lines", line));
      delete(transaction, "orders", order);
      return;
    }
    long amount = 1L + random.nextInt(500);
    long total = now.get("orders").containsKey(order) ? amountOf("orders", order) : 0;
    put(transaction, "lines", nextLine++, amount, order);
    if (!lines.isEmpty() && random.nextBoolean()) {
      long line = lines.get(random.nextInt(lines.size()));
      total -= amountOf("lines", line);
      delete(transaction, "lines", line);
    }
    put(transaction, "orders", order, total + amount);
  }

  private long amountOf(String table, long id) {
    return (Long) now.get(table).get(id)[1];
  }

  private void put(ShardTransaction transaction, String table, Object... row) {
    Long id = (Long) row[0];
    if (now.get(table).put(id, row) == null) {
      transaction.insert(ids.get(table), row);
    } else {
      transaction.update(ids.get(table), new Object[] {id}, row);
    }
    written.computeIfAbsent(table, name -> new HashMap<>()).put(id, row);
  }

  private void delete(ShardTransaction transaction, String table, Long id) {
    now.get(table).remove(id);
    transaction.delete(ids.get(table), id);
    written.computeIfAbsent(table, name -> new HashMap<>()).put(id, null);
  }

  private void finish(ShardTransaction transaction) {
    CommitResult result = transaction.commit();
    synchronized (commits) {
      commits.add(new Commit(result.commitTimestamp().value(), written));
    }
    written = new LinkedHashMap<>();
  }

  long lastTimestamp() {
    synchronized (commits) {
      return commits.get(commits.size() - 1).timestamp();
    }
  }

  /** A copy of the database that can be moved forward in time. */
  final class Replay {
    private final Map<String, Map<Long, Object[]>> state = new HashMap<>();
    private int applied;

    private Replay() {
      TABLES.forEach(table -> state.put(table, new TreeMap<>()));
    }

    /** Moves to a timestamp at or after the last one; gives rows by table and key. */
    Map<String, Map<Long, Object[]>> to(long timestamp) {
      synchronized (commits) {
        while (applied < commits.size() && commits.get(applied).timestamp() <= timestamp) {
          apply(commits.get(applied++));
        }
      }
      return state;
    }

    private void apply(Commit commit) {
      commit
          .rows()
          .forEach(
              (table, rows) ->
                  rows.forEach(
                      (id, row) -> {
                        if (row == null) {
                          state.get(table).remove(id);
                        } else {
                          state.get(table).put(id, row);
                        }
                      }));
    }
  }

  Replay replay() {
    return new Replay();
  }
}
