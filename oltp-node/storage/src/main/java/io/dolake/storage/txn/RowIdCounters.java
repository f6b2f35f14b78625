package io.dolake.storage.txn;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.lmdb.WriteBatch.MapFullException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Numbers for rowids and AUTOINCREMENT keys. Counters live in memory and start above the highest
 * number in the table; those that must never reuse a number are also kept in the meta database,
 * under "c" and the table id, big-endian. Thread-safe; {@link #save} needs the writer's role.
 */
public final class RowIdCounters {
  private final ConcurrentHashMap<Integer, AtomicLong> counters = new ConcurrentHashMap<>();

  /** Highest number that was chosen in a table before it had a counter. */
  private final ConcurrentHashMap<Integer, Long> usedBefore = new ConcurrentHashMap<>();

  /** Highest numbers known to be in the meta database, or in the batch that is being written. */
  private final Map<Integer, Long> saved = new HashMap<>();

  private static byte[] key(int tableId) {
    return ByteBuffer.allocate(5).put((byte) 'c').putInt(tableId).array();
  }

  /** Reads the numbers that LMDB keeps when the store is opened, before replay adds to them. */
  public void load(WriteBatch batch) {
    batch.forEachMeta(
        new byte[] {(byte) 'c'},
        (key, value) ->
            saved.put(ByteBuffer.wrap(key).getInt(1), ByteBuffer.wrap(value).getLong()));
  }

  /** Begins to count, above the numbers of {@link #load} and of the log after them. */
  public void begin() {
    saved.forEach((tableId, value) -> counters.put(tableId, new AtomicLong(value)));
  }

  /** Notes the highest number that a commit put into a table. */
  void save(WriteBatch batch, int tableId, long highest) throws MapFullException {
    Long before = saved.get(tableId);
    if (before == null) {
      byte[] kept = batch.copyOfMeta(key(tableId));
      before = kept == null ? Long.MIN_VALUE : ByteBuffer.wrap(kept).getLong();
    }
    if (highest > before) {
      batch.putMeta(key(tableId), ByteBuffer.allocate(8).putLong(highest).array());
      saved.put(tableId, highest);
    }
  }

  /** A batch that may have saved numbers was discarded; needs the writer's role. */
  void batchDiscarded() {
    saved.clear();
  }

  /**
   * The next number of a table.
   *
   * @param highestInTable looks up the highest number of a stored row, 0 if there is none
   */
  long next(int tableId, LongSupplier highestInTable) {
    long next =
        counterOf(tableId, highestInTable)
            .updateAndGet(last -> last == Long.MAX_VALUE ? Long.MIN_VALUE : last + 1);
    if (next == Long.MIN_VALUE) {
      counters.get(tableId).set(Long.MAX_VALUE);
      throw new DoLakeException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "the table has used the largest rowid, 9223372036854775807",
          "insert rows with explicit keys");
    }
    return next;
  }

  private AtomicLong counterOf(int tableId, LongSupplier highestInTable) {
    AtomicLong counter = counters.get(tableId);
    if (counter == null) {
      AtomicLong created = new AtomicLong(Math.max(0, highestInTable.getAsLong()));
      AtomicLong raced = counters.putIfAbsent(tableId, created);
      counter = raced == null ? created : raced;
      counter.accumulateAndGet(usedBefore.getOrDefault(tableId, 0L), Math::max);
    }
    return counter;
  }

  /** The last number of a table: the one that was given out or chosen, 0 before the first. */
  long last(int tableId, LongSupplier highestInTable) {
    return counterOf(tableId, highestInTable).get();
  }

  /** Goes on after a number, which may be below those given out so far. */
  void set(int tableId, long last, LongSupplier highestInTable) {
    counterOf(tableId, highestInTable).set(last);
  }

  /** Notes a number that somebody chose, so that it is not given out. */
  void used(int tableId, long value) {
    AtomicLong counter = counters.get(tableId);
    if (counter == null) {
      usedBefore.merge(tableId, value, Math::max);
      counter = counters.get(tableId);
    }
    if (counter != null && counter.getPlain() < value) {
      counter.accumulateAndGet(value, Math::max);
    }
  }
}
