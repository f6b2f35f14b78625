package io.dolake.cli.check.source;

import io.dolake.cdc.ChangeRecord;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tables as they follow from the source's records. Every record must fit what is there: an insert a
 * free key, an update or delete the very image it says was before, and no change may come twice. So
 * a record that is lost, repeated or out of order is found at once.
 */
final class CollectedState implements Serializable {
  private static final long serialVersionUID = 1;

  /** A key in the order of the store. */
  record Key(byte[] bytes) implements Comparable<Key>, Serializable {
    @Override
    public int compareTo(Key other) {
      return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** Names a logged change for good; a limited TRUNCATE comes once for each range. */
  private record ChangeId(int shard, long lsn, int index, Key from) implements Serializable {}

  private final Map<Integer, TreeMap<Key, byte[]>> tables = new HashMap<>();
  private final Set<ChangeId> seen = new HashSet<>();
  private long snapshotRows;
  private long changes;

  /** Applies a record; gives what is wrong with it, or null. */
  String apply(ChangeRecord record) {
    if (record.index() != ChangeRecord.NO_INDEX) {
      Key from = record.key() == null ? null : new Key(record.key());
      if (!seen.add(new ChangeId(record.shard(), record.lsn(), record.index(), from))) {
        return "came twice: " + record;
      }
    }
    return switch (record.kind()) {
      case SNAPSHOT_ROW -> {
        snapshotRows++;
        yield expect(record, null, table(record).put(new Key(record.key()), record.after()));
      }
      case INSERT -> {
        changes++;
        yield expect(record, null, table(record).put(new Key(record.key()), record.after()));
      }
      case UPDATE -> {
        changes++;
        yield expect(
            record, record.before(), table(record).put(new Key(record.key()), record.after()));
      }
      case DELETE -> {
        changes++;
        yield expect(record, record.before(), table(record).remove(new Key(record.key())));
      }
      case TRUNCATE -> {
        truncate(record);
        yield null;
      }
      case DROP -> {
        tables.remove(record.tableId());
        yield null;
      }
      case SCHEMA, SNAPSHOT_COMPLETE -> null;
    };
  }

  private TreeMap<Key, byte[]> table(ChangeRecord record) {
    return tables.computeIfAbsent(record.tableId(), id -> new TreeMap<>());
  }

  private void truncate(ChangeRecord record) {
    TreeMap<Key, byte[]> rows = table(record);
    if (record.key() != null && record.after() != null) {
      rows.subMap(new Key(record.key()), new Key(record.after())).clear();
    } else if (record.key() != null) {
      rows.tailMap(new Key(record.key())).clear();
    } else if (record.after() != null) {
      rows.headMap(new Key(record.after())).clear();
    } else {
      rows.clear();
    }
  }

  private static String expect(ChangeRecord record, byte[] expected, byte[] found) {
    if (Arrays.equals(expected, found)) {
      return null;
    }
    return (found == null
            ? "row is missing before: "
            : expected == null ? "row exists before: " : "row has another image before: ")
        + record;
  }

  /** Rows of a table; empty for one that never had any. */
  Map<Key, byte[]> rows(int tableId) {
    return tables.getOrDefault(tableId, new TreeMap<>());
  }

  Set<Integer> tablesWithRows() {
    Set<Integer> ids = new HashSet<>();
    tables.forEach(
        (id, rows) -> {
          if (!rows.isEmpty()) {
            ids.add(id);
          }
        });
    return ids;
  }

  long snapshotRows() {
    return snapshotRows;
  }

  long changes() {
    return changes;
  }
}
