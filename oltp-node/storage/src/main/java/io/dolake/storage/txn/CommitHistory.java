package io.dolake.storage.txn;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.storage.txn.ReadSet.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What recent commits wrote, to validate reads against. Written with the writer's role in LSN
 * order, before the commits are visible; read by any thread.
 *
 * <p>What no open transaction can ask for is forgotten soon, so that it dies young and costs the
 * garbage collector nothing. What is asked for is bounded in bytes: beyond that the oldest commits
 * are forgotten as well, and a snapshot from before them can no longer be validated.
 */
final class CommitHistory {
  /** Commits that write more keys than this are remembered as writing whole tables. */
  private static final int MAX_KEYS_PER_COMMIT = 10_000;

  /** What a commit takes beside its keys, and a key beside its bytes. */
  private static final int COMMIT_OVERHEAD_BYTES = 320;

  private static final int KEY_OVERHEAD_BYTES = 160;

  /** After so much was added it is worth looking for what nobody needs. */
  private static final long FORGET_EVERY_BYTES = 256 << 10;

  private static final byte[][] NO_KEYS = {};

  /** Null arrays stand for the whole object. */
  private record Commit(
      long lsn,
      Map<Integer, byte[][]> tableKeys,
      Map<Integer, byte[][]> indexKeys,
      LockKey[] rows,
      long bytes) {}

  private final long maxBytes;
  private final LongSupplier oldestNeededLsn;
  private final ConcurrentHashMap<LockKey, Long> lastWrites = new ConcurrentHashMap<>();

  /** Guarded by its monitor. */
  private final ArrayDeque<Commit> commits = new ArrayDeque<>();

  private long bytes;

  /** Added since it was last looked for what nobody needs; with the writer's role. */
  private long bytesAdded;

  /** Commits after this one are remembered. */
  private volatile long floor;

  /** Newest commit that is remembered as writing a whole table. */
  private volatile long lastWholeWrite;

  /**
   * @param oldestNeededLsn up to which commit nobody can ask for anything, now or later
   */
  CommitHistory(long maxBytes, long lastLsn, LongSupplier oldestNeededLsn) {
    this.maxBytes = maxBytes;
    this.oldestNeededLsn = oldestNeededLsn;
    this.floor = lastLsn;
  }

  void add(long lsn, WriteSet writes) {
    Commit commit = summarize(lsn, writes);
    for (LockKey row : commit.rows()) {
      lastWrites.put(row, lsn);
    }
    if (commit.tableKeys().containsValue(null)) {
      lastWholeWrite = lsn;
    }
    long needed = oldestNeededIfDue(commit.bytes());
    synchronized (commits) {
      commits.addLast(commit);
      bytes += commit.bytes();
      while (commits.size() > 1 && (bytes > maxBytes || commits.peekFirst().lsn() <= needed)) {
        forget(commits.removeFirst());
      }
    }
  }

  private long oldestNeededIfDue(long moreBytes) {
    bytesAdded += moreBytes;
    if (bytesAdded < FORGET_EVERY_BYTES) {
      return 0;
    }
    bytesAdded = 0;
    return oldestNeededLsn.getAsLong();
  }

  private void forget(Commit oldest) {
    floor = oldest.lsn();
    bytes -= oldest.bytes();
    Long lsn = oldest.lsn();
    for (LockKey row : oldest.rows()) {
      lastWrites.remove(row, lsn);
    }
  }

  /** Takes back the newest commits, which were refused before anything of them was written. */
  void removeAfter(long lsn) {
    synchronized (commits) {
      Map<LockKey, Long> writtenBefore = new HashMap<>();
      while (!commits.isEmpty() && commits.peekLast().lsn() > lsn) {
        Commit refused = commits.removeLast();
        bytes -= refused.bytes();
        for (LockKey row : refused.rows()) {
          writtenBefore.put(row, null);
        }
      }
      // An earlier commit of the same row counts again: without it a snapshot from before that
      // commit would overwrite it unnoticed.
      for (Commit kept : commits) {
        for (LockKey row : kept.rows()) {
          if (writtenBefore.containsKey(row)) {
            writtenBefore.put(row, kept.lsn());
          }
        }
      }
      // In one step for each row: there is no moment at which it seems unwritten.
      writtenBefore.forEach((row, before) -> lastWrites.compute(row, (key, refused) -> before));
    }
  }

  private static Commit summarize(long lsn, WriteSet writes) {
    Map<Integer, byte[][]> tableKeys = new HashMap<>(4);
    Map<Integer, byte[][]> indexKeys = new HashMap<>(4);
    List<LockKey> rows = new ArrayList<>();
    long size = COMMIT_OVERHEAD_BYTES;
    for (TableWrites table : writes.tables().values()) {
      if (table.rows.size() > MAX_KEYS_PER_COMMIT) {
        tableKeys.put(table.tableId, null);
        table.indexEntries.keySet().forEach(index -> indexKeys.put(index, null));
        continue;
      }
      byte[][] keys = table.rows.keySet().toArray(NO_KEYS);
      tableKeys.put(table.tableId, keys);
      for (byte[] key : keys) {
        rows.add(LockKey.row(table.tableId, key));
        size += key.length + KEY_OVERHEAD_BYTES;
      }
      for (Map.Entry<Integer, TreeMap<byte[], Boolean>> index : table.indexEntries.entrySet()) {
        byte[][] entries = index.getValue().keySet().toArray(NO_KEYS);
        indexKeys.put(index.getKey(), entries);
        for (byte[] entry : entries) {
          size += entry.length + Long.BYTES;
        }
      }
    }
    for (WriteSet.CatalogStep step : writes.catalogSteps()) {
      if (step.change() instanceof CatalogChange.TruncateTable truncate) {
        tableKeys.put(truncate.table().value(), null);
      } else if (step.change() instanceof CatalogChange.DropTable drop) {
        tableKeys.put(drop.table().value(), null);
      } else if (step.change() instanceof CatalogChange.AlterTable alter) {
        tableKeys.put(alter.table().id().value(), null);
      }
    }
    return new Commit(lsn, tableKeys, indexKeys, rows.toArray(LockKey[]::new), size);
  }

  /** Whether all commits after this one are remembered. */
  boolean reachesBackTo(long lsn) {
    return lsn >= floor;
  }

  /**
   * Whether a commit after {@code sinceLsn} may have written the row. Meaningful only if the
   * history reaches back that far, which is to be asked afterwards.
   */
  boolean isRowWrittenSince(LockKey row, long sinceLsn) {
    Long last = lastWrites.get(row);
    return last != null && last > sinceLsn || hasWholeTableWriteSince(row.objectId(), sinceLsn);
  }

  private boolean hasWholeTableWriteSince(int tableId, long sinceLsn) {
    if (lastWholeWrite <= sinceLsn) {
      return false;
    }
    synchronized (commits) {
      for (Iterator<Commit> i = commits.descendingIterator(); i.hasNext(); ) {
        Commit commit = i.next();
        if (commit.lsn() <= sinceLsn) {
          return false;
        }
        if (commit.tableKeys().containsKey(tableId) && commit.tableKeys().get(tableId) == null) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether any commit after {@code sinceLsn} wrote into the index within the interval. */
  boolean isIndexWrittenSince(int indexId, KeyInterval interval, long sinceLsn) {
    List<Range> ranges = List.of(new Range(interval.lower(), interval.upper()));
    synchronized (commits) {
      for (Iterator<Commit> i = commits.descendingIterator(); i.hasNext(); ) {
        Commit commit = i.next();
        if (commit.lsn() <= sinceLsn) {
          return false;
        }
        if (conflicts(Map.of(indexId, ranges), commit.indexKeys())) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Whether everything in the read set is as it was at {@code sinceLsn}, up to the newest commit in
   * this history.
   */
  boolean isUnchangedSince(ReadSet reads, long sinceLsn) {
    for (LockKey row : reads.rows()) {
      Long last = lastWrites.get(row);
      if (last != null && last > sinceLsn) {
        return false;
      }
    }
    synchronized (commits) {
      for (Iterator<Commit> i = commits.descendingIterator(); i.hasNext(); ) {
        Commit commit = i.next();
        if (commit.lsn() <= sinceLsn) {
          break;
        }
        if (conflicts(reads.tableRanges(), commit.tableKeys())
            || conflicts(reads.indexRanges(), commit.indexKeys())
            || readsRowOfWholeWrite(reads, commit)) {
          return false;
        }
      }
    }
    return reachesBackTo(sinceLsn);
  }

  private static boolean readsRowOfWholeWrite(ReadSet reads, Commit commit) {
    if (!commit.tableKeys().containsValue(null)) {
      return false;
    }
    for (LockKey row : reads.rows()) {
      if (commit.tableKeys().containsKey(row.objectId())
          && commit.tableKeys().get(row.objectId()) == null) {
        return true;
      }
    }
    return false;
  }

  private static boolean conflicts(Map<Integer, List<Range>> read, Map<Integer, byte[][]> written) {
    if (read.isEmpty() || written.isEmpty()) {
      return false;
    }
    for (Map.Entry<Integer, byte[][]> object : written.entrySet()) {
      List<Range> ranges = read.get(object.getKey());
      if (ranges != null && conflicts(ranges, object.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean conflicts(List<Range> ranges, byte[][] sortedKeys) {
    if (sortedKeys == null) {
      return true;
    }
    for (Range range : ranges) {
      int first =
          range.lower == null
              ? 0
              : Arrays.binarySearch(sortedKeys, range.lower, Arrays::compareUnsigned);
      int index = first < 0 ? -first - 1 : first;
      if (index < sortedKeys.length && range.contains(sortedKeys[index])) {
        return true;
      }
    }
    return false;
  }
}
