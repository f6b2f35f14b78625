package io.dolake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.type.ColumnType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations on one store against maps in memory: rows with short and very long keys, unique
 * and other indexes, savepoints, truncation, index builds, clean and unclean restarts.
 */
class StoreModelTest {
  private static final int TRANSACTIONS = 250;
  private static final int OPERATIONS = 12;

  @TempDir Path directory;

  private Random random;
  private ShardStore store;
  private Path current;
  private int copies;
  private TableId table;
  private IndexId byGroup;
  private IndexId byName;

  /** Key to (group, unique name); committed state and the open transaction's. */
  private TreeMap<String, Object[]> committed = new TreeMap<>();

  private TreeMap<String, Object[]> model;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void storeAgreesWithModel(long seed) throws IOException {
    random = new Random(seed);
    current = directory.resolve("store");
    store = open();
    table = Tables.create(store, "t", 1, ColumnType.TEXT, ColumnType.INTEGER, ColumnType.TEXT);
    byGroup = Tables.createIndex(store, table, "by_group", false, 2);
    byName = Tables.createIndex(store, table, "by_name", true, 3);
    try {
      for (int i = 0; i < TRANSACTIONS; i++) {
        runTransaction();
        if (random.nextInt(25) == 0) {
          restart();
        }
        if (random.nextInt(40) == 0) {
          rebuildIndex();
        }
      }
      restart();
      try (ShardTransaction reader = store.begin(TransactionOptions.READ_ONLY)) {
        model = committed;
        compareAll(reader);
      }
    } finally {
      store.close();
    }
  }

  private ShardStore open() {
    return ShardStores.open(
        current,
        StoreConfig.builder()
            .durability(Durability.OS)
            .segmentBytes(128 << 10)
            .checkpointInterval(Duration.ofMillis(50))
            .memtableBytes(2 << 10)
            .rowCacheBytes(4 << 10)
            .initialMapBytes(1 << 20)
            .build());
  }

  /** Closes the store, or leaves it as a killed process would: by going on with a copy. */
  private void restart() throws IOException {
    if (random.nextBoolean()) {
      store.close();
    } else {
      Path copy = copyAtOneMoment();
      store.close();
      current = copy;
    }
    store = open();
  }

  /** A copy during which no checkpoint was taken: nothing else of the store moves meanwhile. */
  private Path copyAtOneMoment() throws IOException {
    while (true) {
      Path copy = directory.resolve("copy" + ++copies);
      try {
        copyTo(copy);
      } catch (NoSuchFileException | UncheckedIOException e) {
        continue;
      }
      Path checkpoint = Path.of("log", "checkpoint");
      boolean none = !Files.exists(current.resolve(checkpoint));
      if (none != Files.exists(copy.resolve(checkpoint))
          && (none || Files.mismatch(current.resolve(checkpoint), copy.resolve(checkpoint)) < 0)) {
        return copy;
      }
    }
  }

  private void copyTo(Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(current)) {
      for (Path file : files.sorted(Comparator.comparing(StoreModelTest::copyOrder)).toList()) {
        Path target = copy.resolve(current.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** The checkpoint before LMDB's file, which may be ahead of it, as after a crash. */
  private static int copyOrder(Path file) {
    if (Files.isDirectory(file)) {
      return 0;
    }
    return file.getFileName().toString().equals("checkpoint") ? 1 : 2;
  }

  private void rebuildIndex() {
    try (ShardTransaction ddl = store.begin(TransactionOptions.DEFAULT)) {
      ddl.apply(new CatalogChange.DropIndex(byGroup));
      ddl.commit();
    }
    byGroup = Tables.createIndex(store, table, "by_group", false, 2);
  }

  private void runTransaction() {
    model = new TreeMap<>(committed);
    try (ShardTransaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      Savepoint savepoint = null;
      TreeMap<String, Object[]> atSavepoint = null;
      for (int i = random.nextInt(OPERATIONS); i >= 0; i--) {
        operate(transaction);
        if (savepoint == null && random.nextInt(6) == 0) {
          savepoint = transaction.savepoint();
          atSavepoint = new TreeMap<>(model);
        } else if (savepoint != null && random.nextInt(4) == 0) {
          transaction.rollbackTo(savepoint);
          model = new TreeMap<>(atSavepoint);
        }
      }
      compareAll(transaction);
      if (random.nextInt(5) > 0) {
        transaction.commit();
        committed = model;
      }
    }
  }

  private String key() {
    int number = random.nextInt(60);
    String tail = String.format("%03d", number);
    return switch (number % 4) {
      case 0 -> "k" + tail;
      // Keys that share more bytes than LMDB can tell apart, and some on the edge of that.
      case 1 -> "x".repeat(600) + tail;
      case 2 -> "x".repeat(480 + number) + tail;
      default -> "x".repeat(200) + tail + "y".repeat(900);
    };
  }

  private Object[] value() {
    Object group = random.nextInt(8) == 0 ? null : (Object) (long) random.nextInt(5);
    Object name =
        random.nextInt(6) == 0 ? null : "n".repeat(random.nextInt(2) * 520) + random.nextInt(40);
    return new Object[] {group, name};
  }

  private void operate(ShardTransaction transaction) {
    int kind = random.nextInt(60);
    if (kind == 0) {
      transaction.apply(new CatalogChange.TruncateTable(table));
      model.clear();
    } else if (kind < 25) {
      insert(transaction);
    } else if (kind < 38) {
      update(transaction);
    } else if (kind < 46) {
      String key = key();
      assertThat(transaction.delete(table, key)).isEqualTo(model.remove(key) != null);
    } else if (kind < 54) {
      compareRow(transaction, key());
    } else {
      compareRange(transaction);
    }
  }

  private boolean nameTaken(Object name, String exceptKey) {
    return name != null
        && model.entrySet().stream()
            .anyMatch(e -> name.equals(e.getValue()[1]) && !e.getKey().equals(exceptKey));
  }

  private void insert(ShardTransaction transaction) {
    String key = key();
    Object[] value = value();
    Object[] row = {key, value[0], value[1]};
    if (model.containsKey(key) || nameTaken(value[1], null)) {
      assertThatThrownBy(() -> transaction.insert(table, row))
          .isInstanceOf(UniqueViolationException.class);
    } else {
      transaction.insert(table, row);
      model.put(key, value);
    }
  }

  private void update(ShardTransaction transaction) {
    String key = key();
    String newKey = random.nextInt(3) == 0 ? key() : key;
    Object[] value = value();
    Object[] row = {newKey, value[0], value[1]};
    boolean taken = !newKey.equals(key) && model.containsKey(newKey);
    if (!model.containsKey(key)) {
      assertThat(transaction.update(table, new Object[] {key}, row)).isFalse();
    } else if (taken || nameTaken(value[1], key)) {
      assertThatThrownBy(() -> transaction.update(table, new Object[] {key}, row))
          .isInstanceOf(UniqueViolationException.class);
    } else {
      assertThat(transaction.update(table, new Object[] {key}, row)).isTrue();
      model.remove(key);
      model.put(newKey, value);
    }
  }

  private void compareRow(ShardTransaction transaction, String key) {
    Row row = transaction.get(table, key);
    Object[] expected = model.get(key);
    if (expected == null) {
      assertThat(row).isNull();
    } else {
      assertThat(row.copyOfValues()).containsExactly(key, expected[0], expected[1]);
    }
  }

  private void compareRange(ShardTransaction transaction) {
    String from = key();
    String to = key();
    boolean fromInclusive = random.nextBoolean();
    boolean toInclusive = random.nextBoolean();
    List<Object> expected = new ArrayList<>();
    if (from.compareTo(to) <= 0) {
      expected.addAll(model.subMap(from, fromInclusive, to, toInclusive).keySet());
    }
    KeyRange range =
        new KeyRange(new Object[] {from}, fromInclusive, new Object[] {to}, toInclusive);
    List<Object> forward = keys(transaction.scan(table, range, ScanDirection.FORWARD));
    assertSame(forward, expected);
    List<Object> backward = keys(transaction.scan(table, range, ScanDirection.BACKWARD));
    assertSame(backward, reversed(expected));
  }

  private static List<Object> reversed(List<Object> list) {
    List<Object> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  private static List<Object> keys(RowCursor cursor) {
    List<Object> keys = new ArrayList<>();
    try (cursor) {
      while (cursor.next()) {
        keys.add(cursor.row().value(0));
      }
    }
    return keys;
  }

  private void compareAll(ShardTransaction transaction) {
    List<Object> all = new ArrayList<>(model.keySet());
    assertSame(keys(transaction.scan(table, KeyRange.ALL, ScanDirection.FORWARD)), all);
    assertSame(keys(transaction.scan(table, KeyRange.ALL, ScanDirection.BACKWARD)), reversed(all));
    compareIndex(transaction, byGroup, 0);
    compareIndex(transaction, byName, 1);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // values of one column are of one class
  private void compareIndex(ShardTransaction transaction, IndexId index, int column) {
    Comparator<Comparable> nullsFirst = Comparator.nullsFirst(Comparator.naturalOrder());
    Comparator<Map.Entry<String, Object[]>> order =
        (a, b) -> {
          int byValue =
              nullsFirst.compare(
                  (Comparable) a.getValue()[column], (Comparable) b.getValue()[column]);
          return byValue != 0 ? byValue : a.getKey().compareTo(b.getKey());
        };
    List<Object> expected =
        model.entrySet().stream().sorted(order).map(e -> (Object) e.getKey()).toList();
    assertSame(keys(transaction.scanIndex(index, KeyRange.ALL, ScanDirection.FORWARD)), expected);
    assertSame(
        keys(transaction.scanIndexOnly(index, KeyRange.ALL, ScanDirection.BACKWARD)),
        reversed(expected));
  }

  /** Shows long keys by their length and the digits in them. */
  private static void assertSame(List<Object> actual, List<Object> expected) {
    if (!actual.equals(expected)) {
      assertThat(shortened(actual)).as("keys").isEqualTo(shortened(expected));
    }
  }

  private static List<String> shortened(List<Object> keys) {
    return keys.stream()
        .map(key -> (String) key)
        .map(key -> key.charAt(0) + key.replaceAll("[kxy]", "") + ":" + key.length())
        .toList();
  }
}
