package io.dolake.cdc.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the log's reader must leave out because the initial load has it: for each key range the LSN
 * it was read at. Immutable.
 */
public final class HandOver {
  public static final HandOver NOTHING = new HandOver(List.of(), 0);

  private static final Comparator<LoadedRange> BY_FROM_KEY =
      Comparator.comparing(LoadedRange::fromKey, Comparator.nullsFirst(Arrays::compareUnsigned));

  private final List<LoadedRange> ranges;
  private final long endTimestamp;
  private final long endLsn;
  private final boolean hasGoneTables;
  private final Map<Integer, LoadedRange[]> byTable = new HashMap<>();

  /**
   * @param endTimestamp at or above the timestamps of all pages of all shards
   */
  public HandOver(List<LoadedRange> ranges, long endTimestamp) {
    this.ranges = List.copyOf(ranges);
    this.endTimestamp = endTimestamp;
    long end = 0;
    boolean gone = false;
    Map<Integer, List<LoadedRange>> grouped = new HashMap<>();
    for (LoadedRange range : ranges) {
      grouped.computeIfAbsent(range.tableId(), t -> new ArrayList<>()).add(range);
      if (range.lsn() == PageRead.TABLE_GONE) {
        gone = true;
      } else {
        end = Math.max(end, range.lsn());
      }
    }
    this.endLsn = end;
    this.hasGoneTables = gone;
    grouped.forEach(
        (table, list) -> {
          list.sort(BY_FROM_KEY);
          byTable.put(table, list.toArray(LoadedRange[]::new));
        });
  }

  /**
   * Makes the hand-over of a shard from the finished snapshot splits of all shards. The end's
   * timestamp is that of all of them, so that no shard's time passes before every row of the load.
   */
  public static HandOver of(int shard, Iterable<SnapshotSplit> finishedSplits) {
    List<LoadedRange> ranges = new ArrayList<>();
    long endTimestamp = 0;
    for (SnapshotSplit split : finishedSplits) {
      byte[] from = split.fromKey();
      for (PageRead page : split.pages()) {
        if (split.shard() == shard) {
          ranges.add(new LoadedRange(split.tableId(), from, page.toKey(), page.lsn()));
        }
        from = page.toKey();
        if (page.lsn() != PageRead.TABLE_GONE) {
          endTimestamp = Math.max(endTimestamp, page.timestamp());
        }
      }
    }
    return new HandOver(ranges, endTimestamp);
  }

  public List<LoadedRange> ranges() {
    return ranges;
  }

  /** The load is caught up with once the log was emitted up to here. */
  public long endLsn() {
    return endLsn;
  }

  public long endTimestamp() {
    return endTimestamp;
  }

  /** Whether a transaction with this LSN may have changes to leave out. */
  public boolean concerns(long lsn) {
    return lsn <= endLsn || hasGoneTables;
  }

  /** Whether the initial load already holds this change. */
  public boolean holds(int tableId, byte[] key, long lsn) {
    LoadedRange[] table = byTable.get(tableId);
    if (table == null) {
      return false;
    }
    int low = 0;
    int high = table.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (table[middle].beginsAtOrBefore(key)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    LoadedRange range = table[low];
    return range.beginsAtOrBefore(key) && range.endsAfter(key) && lsn <= range.lsn();
  }

  /** Whether the table was part of the initial load. */
  public boolean hasTable(int tableId) {
    return byTable.containsKey(tableId);
  }

  /** Ranges of a table that were read before the transaction with this LSN, in key order. */
  public List<LoadedRange> rangesReadBefore(int tableId, long lsn) {
    LoadedRange[] table = byTable.get(tableId);
    return table == null
        ? List.of()
        : Arrays.stream(table).filter(range -> range.lsn() < lsn).toList();
  }

  /** Number of ranges of a table. */
  public int rangeCount(int tableId) {
    LoadedRange[] table = byTable.get(tableId);
    return table == null ? 0 : table.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HandOver that
        && ranges.equals(that.ranges)
        && endTimestamp == that.endTimestamp;
  }

  @Override
  public int hashCode() {
    return Objects.hash(ranges, endTimestamp);
  }
}
