package io.dolake.storage.lmdb;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.lmdbjava.Cursor;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * A consistent view of LMDB at one commit, reused from transaction to transaction. Used by one
 * thread at a time. What it returns is copied and outlives it.
 *
 * <p>A snapshot that was given back keeps its view: if nothing was committed meanwhile, the next
 * transaction takes it over without a call into LMDB. Housekeeping lets go of views that have been
 * overtaken, so that they do not keep pages from being reused.
 *
 * <p>Whoever touches LMDB through it does so between {@link #enter} and {@link #exit}, and holds no
 * buffer of LMDB outside.
 */
public final class ReadSnapshot {
  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int EXPIRED = 2;

  /** Housekeeping is inside, for a moment. */
  private static final int TAKEN = 3;

  private static final VarHandle STATE;
  private static final VarHandle ATTACHMENT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(ReadSnapshot.class, "state", int.class);
      ATTACHMENT = lookup.findVarHandle(ReadSnapshot.class, "attachment", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LmdbEnvironment environment;
  private final Txn<ByteBuffer> txn;
  private final ByteBuffer keyBuffer = ByteBuffer.allocateDirect(EntryKey.MAX_LMDB_KEY_BYTES + 1);
  private final Map<Space, ArrayDeque<PooledCursor>> idleCursors = new EnumMap<>(Space.class);

  @SuppressWarnings("unused") // through STATE
  private volatile int state;

  /** What the owner needs beside LMDB while it is open. */
  @SuppressWarnings("unused") // through ATTACHMENT
  private Object attachment;

  private volatile boolean open;

  /** Written before {@link #open}, which makes it visible. */
  private long openedAtNanos;

  /** Whether the LMDB transaction has a view; the fields from here on belong to who is inside. */
  private boolean hasView;

  private long generation;
  private long lmdbTxnId;
  private final RowCacheUse rowCacheUse = new RowCacheUse();

  /** An LMDB cursor with what it was last positioned in. */
  static final class PooledCursor {
    final Cursor<ByteBuffer> cursor;
    long generation;
    long mapEpoch;

    PooledCursor(Cursor<ByteBuffer> cursor, long generation, long mapEpoch) {
      this.cursor = cursor;
      this.generation = generation;
      this.mapEpoch = mapEpoch;
    }
  }

  ReadSnapshot(LmdbEnvironment environment, Txn<ByteBuffer> txn) {
    this.environment = environment;
    this.txn = txn;
    for (Space space : Space.values()) {
      idleCursors.put(space, new ArrayDeque<>(2));
    }
    viewed();
    opened();
  }

  private void viewed() {
    hasView = true;
    lmdbTxnId = txn.getId();
    generation++;
  }

  private void opened() {
    openedAtNanos = System.nanoTime();
    open = true;
  }

  /** Number of the LMDB commit that it sees. */
  public long lmdbTxnId() {
    return lmdbTxnId;
  }

  void enter() {
    while (true) {
      if (!STATE.compareAndSet(this, IDLE, BUSY)) {
        requireTakenForAMoment();
      } else if (environment.isBarred()) {
        STATE.setVolatile(this, IDLE);
        environment.awaitUnbarred();
      } else {
        return;
      }
    }
  }

  private void requireTakenForAMoment() {
    int now = (int) STATE.getVolatile(this);
    if (now == EXPIRED) {
      throw new DoLakeException(
          ErrorCode.SNAPSHOT_TOO_OLD,
          "the transaction was open for longer than the shard keeps a snapshot",
          "run it again; read large results in smaller transactions");
    }
    if (now == BUSY) {
      throw new IllegalStateException("a read snapshot is used by two threads");
    }
    Thread.yield();
  }

  void exit() {
    STATE.setRelease(this, IDLE);
  }

  /** Opens it again, on a view that is at least as new as this LMDB commit. */
  void open(long newestLmdbTxnId) {
    enter();
    try {
      if (hasView && lmdbTxnId < newestLmdbTxnId) {
        resetView();
      }
      if (!hasView) {
        txn.renew();
        viewed();
      }
      opened();
    } finally {
      exit();
    }
  }

  private void resetView() {
    txn.reset();
    hasView = false;
  }

  /**
   * Makes the object available for others; it must not be used after. Harmless after the store is
   * closed.
   */
  public void release() {
    ATTACHMENT.setRelease(this, null);
    open = false;
    // From here on housekeeping leaves the state as it is; it may have taken the snapshot before.
    while ((int) STATE.getVolatile(this) == TAKEN) {
      Thread.yield();
    }
    if ((int) STATE.getVolatile(this) == EXPIRED) {
      STATE.setVolatile(this, IDLE);
    }
    environment.giveBack(this);
  }

  /** Keeps something until the snapshot is released, or taken away. */
  public void attach(Object newAttachment) {
    ATTACHMENT.setRelease(this, newAttachment);
  }

  /** What was attached last, or null if the snapshot is not open any more. */
  public Object attachment() {
    return ATTACHMENT.getAcquire(this);
  }

  /** Moves the view to what is committed now. */
  public void refresh() {
    enter();
    try {
      resetView();
      txn.renew();
      viewed();
      opened();
    } finally {
      exit();
    }
  }

  /** A copy of the value with this key, or null. */
  public byte[] copyOfValue(Space space, int storageId, byte[] key) {
    enter();
    try {
      return space == Space.DATA ? readRow(storageId, key) : readValue(space, storageId, key);
    } catch (LmdbException e) {
      throw LmdbEnvironment.translate(e);
    } finally {
      exit();
    }
  }

  /** The image of a row that is about to be changed, or null: no reason to keep it in the cache. */
  public byte[] copyOfRowToChange(int storageId, byte[] key) {
    enter();
    try {
      RowCache cache = environment.rowCache();
      byte[] cached = cache == null ? null : cache.find(lmdbTxnId, storageId, key);
      return cached == null ? readValue(Space.DATA, storageId, key) : cached;
    } catch (LmdbException e) {
      throw LmdbEnvironment.translate(e);
    } finally {
      exit();
    }
  }

  private byte[] readRow(int storageId, byte[] key) {
    RowCache cache = environment.rowCache();
    boolean look = cache != null && rowCacheUse.isDue();
    if (look) {
      byte[] cached = cache.find(lmdbTxnId, storageId, key);
      rowCacheUse.looked(cached != null, !cache.isCrowded());
      if (cached != null) {
        return cached;
      }
    }
    byte[] value = readValue(Space.DATA, storageId, key);
    if (value != null) {
      // Keys that are not there, as an insert looks for, are no reason to have a cache.
      environment.noteRowRead();
      if (look) {
        cache.fill(lmdbTxnId, storageId, key, value);
      }
    }
    return value;
  }

  private byte[] readValue(Space space, int storageId, byte[] key) {
    EntryKey.put(keyBuffer, storageId, key);
    ByteBuffer stored = environment.database(space).get(txn, keyBuffer);
    if (stored == null) {
      return null;
    }
    if (EntryKey.isLong(key.length) && !Arrays.equals(EntryValue.readLongKey(stored), key)) {
      throw new DoLakeException(
          ErrorCode.INTERNAL_ERROR, "two long keys have the same SHA-256 prefix");
    }
    byte[] value = new byte[stored.remaining()];
    stored.get(value);
    return value;
  }

  /** A copy of the value with this key in the meta database, or null. */
  public byte[] copyOfMeta(byte[] key) {
    enter();
    try {
      keyBuffer.clear().put(key).flip();
      ByteBuffer stored = environment.database(Space.META).get(txn, keyBuffer);
      if (stored == null) {
        return null;
      }
      byte[] value = new byte[stored.remaining()];
      stored.get(value);
      return value;
    } finally {
      exit();
    }
  }

  /**
   * Entries of a storage in key order.
   *
   * @param lower first key, or null for the beginning
   * @param upper key after the last, or null for the end
   */
  public EntryCursor entries(
      Space space, int storageId, byte[] lower, byte[] upper, boolean backward) {
    return new EntryCursor(this, space, storageId, lower, upper, backward);
  }

  /** Inside the gate: a cursor that is valid in this view; its position is undefined. */
  PooledCursor borrowCursor(Space space) {
    PooledCursor pooled = idleCursors.get(space).pollFirst();
    if (pooled == null) {
      Cursor<ByteBuffer> cursor = environment.database(space).openCursor(txn);
      return new PooledCursor(cursor, generation, environment.mapEpoch());
    }
    if (isStale(pooled)) {
      // Also forgets the pages it stood on, which it would look at first and which may have moved.
      pooled.cursor.renew(txn);
      pooled.generation = generation;
      pooled.mapEpoch = environment.mapEpoch();
    }
    return pooled;
  }

  /** Also outside the gate: the cursor stays with the snapshot until that is destroyed. */
  void giveBackCursor(Space space, PooledCursor cursor) {
    idleCursors.get(space).addFirst(cursor);
  }

  boolean isStale(PooledCursor cursor) {
    return cursor.generation != generation || cursor.mapEpoch != environment.mapEpoch();
  }

  ByteBuffer keyBuffer() {
    return keyBuffer;
  }

  boolean isOpen() {
    return open;
  }

  /** When its view was taken. */
  public long openedAtNanos() {
    return openedAtNanos;
  }

  boolean expireIfOpenedBefore(long nanoTime) {
    if (!isOpenSinceBefore(nanoTime) || !STATE.compareAndSet(this, IDLE, TAKEN)) {
      return false;
    }
    boolean expired = isOpenSinceBefore(nanoTime);
    if (expired) {
      resetView();
      ATTACHMENT.setRelease(this, null);
    }
    STATE.setVolatile(this, expired ? EXPIRED : IDLE);
    return expired;
  }

  private boolean isOpenSinceBefore(long nanoTime) {
    return open && openedAtNanos - nanoTime < 0;
  }

  /** Lets go of the view if nobody uses it and there have been commits since. */
  void resetIfOvertaken(long newestLmdbTxnId) {
    if (open || !STATE.compareAndSet(this, IDLE, TAKEN)) {
      return;
    }
    if (!open && hasView && lmdbTxnId < newestLmdbTxnId) {
      resetView();
    }
    STATE.setVolatile(this, IDLE);
  }

  void awaitNotBusy() {
    int now = (int) STATE.getVolatile(this);
    while (now == BUSY || now == TAKEN) {
      Thread.yield();
      now = (int) STATE.getVolatile(this);
    }
  }

  /** Ends the LMDB transaction for good; only while the environment is barred. */
  void destroy() {
    idleCursors.values().forEach(cursors -> cursors.forEach(pooled -> pooled.cursor.close()));
    txn.close();
  }
}
