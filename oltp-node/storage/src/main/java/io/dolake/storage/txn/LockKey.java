package io.dolake.storage.txn;

import io.dolake.storage.lmdb.KeyHash;
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

  private static int hash(Kind kind, int objectId, byte[] key) {
    long hash = KeyHash.of((long) objectId << 2 | kind.ordinal(), key);
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
