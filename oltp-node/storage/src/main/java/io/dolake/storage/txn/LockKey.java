package io.dolake.storage.txn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What a lock is taken on, and what a read of a single key is remembered by. */
final class LockKey {
  /** Kinds of things that are locked. */
  enum Kind {
    /** A row, by table and key. */
    ROW,
    /** The values of a unique index's entry, by index and encoded values. */
    UNIQUE,
    /** A table as a whole: writers share it, DDL has it alone. */
    TABLE,
    /** The right to change the catalog. */
    CATALOG
  }

  private static final byte[] NO_KEY = {};
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Odd, with its bits well mixed: two to the 64th divided by the golden ratio. */
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final Kind kind;
  private final int objectId;
  private final byte[] key;
  private final int hash;

  private LockKey(Kind kind, int objectId, byte[] key) {
    this.kind = kind;
    this.objectId = objectId;
    this.key = key;
    this.hash = hash(kind, objectId, key);
  }

  /**
   * Spreads short keys that differ in few bits, which the usual sum of multiples of 31 does not.
   */
  private static int hash(Kind kind, int objectId, byte[] key) {
    long hash = ((long) objectId << 2 | kind.ordinal()) * MULTIPLIER;
    int at = 0;
    for (; at <= key.length - Long.BYTES; at += Long.BYTES) {
      hash = Long.rotateLeft((hash ^ (long) LONGS.get(key, at)) * MULTIPLIER, 31);
    }
    for (; at < key.length; at++) {
      hash = Long.rotateLeft((hash ^ key[at] & 0xff) * MULTIPLIER, 31);
    }
    hash = (hash ^ hash >>> 33) * MULTIPLIER;
    return (int) (hash ^ hash >>> 32);
  }

  static LockKey row(int tableId, byte[] key) {
    return new LockKey(Kind.ROW, tableId, key);
  }

  static LockKey unique(int indexId, byte[] prefix) {
    return new LockKey(Kind.UNIQUE, indexId, prefix);
  }

  static LockKey table(int tableId) {
    return new LockKey(Kind.TABLE, tableId, NO_KEY);
  }

  static LockKey catalog() {
    return new LockKey(Kind.CATALOG, 0, NO_KEY);
  }

  Kind kind() {
    return kind;
  }

  int objectId() {
    return objectId;
  }

  byte[] key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof LockKey that
            && hash == that.hash
            && kind == that.kind
            && objectId == that.objectId
            && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return kind + " of object " + objectId;
  }
}
