package io.dolake.storage.txn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a serializable transaction has read: single rows and ranges of tables and indexes, whether
 * or not anything was there. Bounded: beyond its limits reads of an object become a read of all of
 * it, which can only make validation stricter.
 */
final class ReadSet {
  static final int MAX_ROWS = 4096;
  static final int MAX_RANGES_PER_OBJECT = 256;

  /** A range read by a cursor, which widens it as it moves on. Null bounds are unbounded. */
  static final class Range {
    byte[] lower;
    byte[] upper;
    boolean upperInclusive;

    Range(byte[] lower, byte[] upper) {
      this.lower = lower;
      this.upper = upper;
    }

    boolean contains(byte[] key) {
      if (lower != null && Arrays.compareUnsigned(key, lower) < 0) {
        return false;
      }
      if (upper == null) {
        return true;
      }
      int order = Arrays.compareUnsigned(key, upper);
      return order < 0 || order == 0 && upperInclusive;
    }
  }

  private final Set<LockKey> rows = new HashSet<>();
  private final Map<Integer, List<Range>> tableRanges = new HashMap<>();
  private final Map<Integer, List<Range>> indexRanges = new HashMap<>();

  boolean isEmpty() {
    return rows.isEmpty() && tableRanges.isEmpty() && indexRanges.isEmpty();
  }

  void addRow(LockKey row) {
    if (rows.size() >= MAX_ROWS) {
      Set<Integer> tables = new HashSet<>();
      rows.forEach(read -> tables.add(read.objectId()));
      tables.forEach(table -> coarsen(tableRanges, table));
      rows.clear();
    }
    rows.add(row);
  }

  void addTableRange(int tableId, Range range) {
    add(tableRanges, tableId, range);
  }

  void addIndexRange(int indexId, Range range) {
    add(indexRanges, indexId, range);
  }

  private static void add(Map<Integer, List<Range>> ranges, int objectId, Range range) {
    List<Range> ofObject = ranges.computeIfAbsent(objectId, id -> new ArrayList<>());
    if (ofObject.size() >= MAX_RANGES_PER_OBJECT) {
      coarsen(ranges, objectId);
      return;
    }
    ofObject.add(range);
  }

  private static void coarsen(Map<Integer, List<Range>> ranges, int objectId) {
    List<Range> all = new ArrayList<>();
    all.add(new Range(null, null));
    ranges.put(objectId, all);
  }

  Set<LockKey> rows() {
    return rows;
  }

  Map<Integer, List<Range>> tableRanges() {
    return tableRanges;
  }

  Map<Integer, List<Range>> indexRanges() {
    return indexRanges;
  }
}
