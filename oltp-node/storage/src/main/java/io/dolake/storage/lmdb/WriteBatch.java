package io.dolake.storage.lmdb;

import io.dolake.common.error.DoLakeException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.SeekOp;
import org.lmdbjava.Txn;

/**
 * The one write transaction of an environment: all its changes become visible together. Belongs to
 * the thread that began it. {@link MapFullException} from any call asks the caller to close the
 * batch, grow the map and start over.
 */
public final class WriteBatch implements AutoCloseable {
  /** The map is full: {@link LmdbEnvironment#growMap} and repeat the batch. */
  public static final class MapFullException extends Exception {
    MapFullException(Throwable cause) {
      super("the LMDB map is full", cause);
    }
  }

  private final LmdbEnvironment environment;
  private final Txn<ByteBuffer> txn;
  private final ByteBuffer keyBuffer;
  private final long lmdbTxnId;
  private boolean changed;

  WriteBatch(LmdbEnvironment environment, Txn<ByteBuffer> txn, ByteBuffer keyBuffer) {
    this.environment = environment;
    this.txn = txn;
    this.lmdbTxnId = txn.getId();
    this.keyBuffer = keyBuffer;
  }

  /** Number that the commit will have. */
  public long lmdbTxnId() {
    return lmdbTxnId;
  }

  /** Whether anything was changed: LMDB gives no number to a commit that changes nothing. */
  public boolean hasChanges() {
    return changed;
  }

  /** Makes a writer of entries that come in the order of their keys. */
  public SortedEntryWriter sortedWriter(Space space) {
    changed = true;
    return new SortedEntryWriter(
        this, space, environment.database(space).openCursor(txn), keyBuffer);
  }

  public void put(Space space, int storageId, byte[] key, byte[] value) throws MapFullException {
    try {
      changing(space, storageId, key);
      EntryKey.put(keyBuffer, storageId, key);
      int length = EntryValue.lengthOf(key, value);
      ByteBuffer target = environment.database(space).reserve(txn, keyBuffer, length);
      changed = true;
      EntryValue.put(target, key, value);
    } catch (Env.MapFullException e) {
      throw new MapFullException(e);
    } catch (LmdbException e) {
      throw LmdbEnvironment.translate(e);
    }
  }

  /** Views of this commit must not find the row of before in the cache. */
  void changing(Space space, int storageId, byte[] key) {
    RowCache cache = environment.rowCache();
    if (cache != null && space == Space.DATA) {
      cache.change(lmdbTxnId, storageId, key);
    }
  }

  public void delete(Space space, int storageId, byte[] key) throws MapFullException {
    try {
      changing(space, storageId, key);
      EntryKey.put(keyBuffer, storageId, key);
      changed |= environment.database(space).delete(txn, keyBuffer);
    } catch (Env.MapFullException e) {
      throw new MapFullException(e);
    } catch (LmdbException e) {
      throw LmdbEnvironment.translate(e);
    }
  }

  /** The value as this batch sees it, or null. */
  public byte[] copyOfValue(Space space, int storageId, byte[] key) {
    EntryKey.put(keyBuffer, storageId, key);
    ByteBuffer stored = environment.database(space).get(txn, keyBuffer);
    if (stored == null) {
      return null;
    }
    if (EntryKey.isLong(key.length)) {
      EntryValue.readLongKey(stored);
    }
    byte[] value = new byte[stored.remaining()];
    stored.get(value);
    return value;
  }

  public void putMeta(byte[] key, byte[] value) throws MapFullException {
    try {
      keyBuffer.clear().put(key).flip();
      environment.database(Space.META).reserve(txn, keyBuffer, value.length).put(value);
      changed = true;
    } catch (Env.MapFullException e) {
      throw new MapFullException(e);
    } catch (LmdbException e) {
      throw LmdbEnvironment.translate(e);
    }
  }

  public void deleteMeta(byte[] key) throws MapFullException {
    try {
      keyBuffer.clear().put(key).flip();
      changed |= environment.database(Space.META).delete(txn, keyBuffer);
    } catch (Env.MapFullException e) {
      throw new MapFullException(e);
    } catch (LmdbException e) {
      throw LmdbEnvironment.translate(e);
    }
  }

  public byte[] copyOfMeta(byte[] key) {
    keyBuffer.clear().put(key).flip();
    ByteBuffer stored = environment.database(Space.META).get(txn, keyBuffer);
    if (stored == null) {
      return null;
    }
    byte[] value = new byte[stored.remaining()];
    stored.get(value);
    return value;
  }

  /** All entries of the meta database whose key starts with the prefix, copied. */
  public void forEachMeta(byte[] prefix, BiConsumer<byte[], byte[]> action) {
    try (Cursor<ByteBuffer> cursor = environment.database(Space.META).openCursor(txn)) {
      keyBuffer.clear().put(prefix).flip();
      boolean found = cursor.get(keyBuffer, GetOp.MDB_SET_RANGE);
      while (found) {
        ByteBuffer key = cursor.key();
        if (key.remaining() < prefix.length
            || !key.slice(0, prefix.length).equals(ByteBuffer.wrap(prefix))) {
          return;
        }
        byte[] keyBytes = new byte[key.remaining()];
        key.get(keyBytes);
        byte[] value = new byte[cursor.val().remaining()];
        cursor.val().get(value);
        action.accept(keyBytes, value);
        found = cursor.seek(SeekOp.MDB_NEXT);
      }
    }
  }

  /** Receives entries of a storage; false ends the walk. */
  public interface EntryVisitor {
    boolean visit(byte[] key, byte[] value) throws MapFullException;
  }

  /**
   * Walks the entries of a storage from the first whose LMDB key is at or above {@code from}, in
   * the order of LMDB keys, which differs from key order inside groups of long keys.
   *
   * @param from where to start, as given by {@link #resumePoint}, or null for the beginning
   * @return the LMDB key of the entry after the last visited one, or null at the storage's end
   */
  public byte[] walk(Space space, int storageId, byte[] from, EntryVisitor visitor)
      throws MapFullException {
    Dbi<ByteBuffer> database = environment.database(space);
    try (Cursor<ByteBuffer> cursor = database.openCursor(txn)) {
      if (from == null) {
        keyBuffer.clear().putInt(storageId).flip();
      } else {
        keyBuffer.clear().put(from).flip();
      }
      boolean found = cursor.get(keyBuffer, GetOp.MDB_SET_RANGE);
      boolean wanted = true;
      while (found && cursor.key().getInt(0) == storageId) {
        ByteBuffer lmdbKey = cursor.key();
        if (!wanted) {
          byte[] resume = new byte[lmdbKey.remaining()];
          lmdbKey.get(resume);
          return resume;
        }
        ByteBuffer stored = cursor.val();
        byte[] key;
        if (lmdbKey.remaining() == EntryKey.MAX_LMDB_KEY_BYTES) {
          key = EntryValue.readLongKey(stored);
        } else {
          key = shortKey(lmdbKey);
        }
        byte[] value = new byte[stored.remaining()];
        stored.get(value);
        wanted = visitor.visit(key, value);
        found = cursor.seek(SeekOp.MDB_NEXT);
      }
      return null;
    }
  }

  private static byte[] shortKey(ByteBuffer lmdbKey) {
    byte[] key = new byte[lmdbKey.remaining() - EntryKey.STORAGE_ID_BYTES];
    lmdbKey.get(EntryKey.STORAGE_ID_BYTES, key);
    return key;
  }

  /** Key of an entry that starts with the prefix and is not {@code except}, or null. */
  public byte[] firstWithPrefix(Space space, int storageId, byte[] prefix, byte[] except)
      throws MapFullException {
    byte[][] result = new byte[1][];
    keyBuffer.clear();
    EntryKey.putLowerBound(keyBuffer, storageId, prefix);
    byte[] from = new byte[keyBuffer.remaining()];
    keyBuffer.get(from);
    walk(
        space,
        storageId,
        from,
        (key, value) -> {
          boolean matches =
              key.length >= prefix.length
                  && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
          if (matches && !Arrays.equals(key, except)) {
            result[0] = key;
            return false;
          }
          return matches || EntryKey.mayBeInGroup(EntryKey.STORAGE_ID_BYTES + key.length);
        });
    return result[0];
  }

  /**
   * Deletes up to {@code limit} entries of a storage.
   *
   * @return how many were deleted; fewer than the limit when none is left
   */
  public int deleteSome(Space space, int storageId, int limit) throws MapFullException {
    int deleted = 0;
    try (Cursor<ByteBuffer> cursor = environment.database(space).openCursor(txn)) {
      keyBuffer.clear().putInt(storageId).flip();
      boolean found = cursor.get(keyBuffer, GetOp.MDB_SET_RANGE);
      while (found && deleted < limit && cursor.key().getInt(0) == storageId) {
        if (cursor.key().remaining() < EntryKey.MAX_LMDB_KEY_BYTES) {
          changing(space, storageId, shortKey(cursor.key()));
        } // a long key is too long for the cache
        cursor.delete();
        changed = true;
        deleted++;
        keyBuffer.clear().putInt(storageId).flip();
        found = cursor.get(keyBuffer, GetOp.MDB_SET_RANGE);
      }
    } catch (Env.MapFullException e) {
      throw new MapFullException(e);
    }
    return deleted;
  }

  /**
   * Makes all changes visible. After a failure nothing of the batch is, and it may be repeated.
   *
   * @throws DoLakeException DISK_FULL if there is no room for the pages
   */
  public void commit() throws MapFullException {
    try {
      txn.commit();
    } catch (Env.MapFullException e) {
      throw new MapFullException(e);
    } catch (LmdbException e) {
      throw LmdbEnvironment.translateCommit(e);
    }
  }

  /** Discards the batch unless it is committed. */
  @Override
  public void close() {
    txn.close();
  }
}
