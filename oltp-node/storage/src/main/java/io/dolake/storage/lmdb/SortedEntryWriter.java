package io.dolake.storage.lmdb;

import io.dolake.storage.lmdb.WriteBatch.MapFullException;
import java.nio.ByteBuffer;
import org.lmdbjava.Cursor;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.PutFlags;

/**
 * Changes many entries of one database in the order of their keys. The cursor stays where the last
 * entry went, so that LMDB need not come down from the root for the next one, and entries behind
 * the database's last one fill their pages to the end instead of leaving halves behind. While it is
 * open nothing else is put into the database.
 */
public final class SortedEntryWriter implements AutoCloseable {
  private static final PutFlags[] ANYWHERE = {};
  private static final PutFlags[] AT_THE_END = {PutFlags.MDB_APPEND};

  private final WriteBatch batch;
  private final Space space;
  private final Cursor<ByteBuffer> cursor;
  private final ByteBuffer keyBuffer;
  private boolean started;

  /** Whether the entries so far went behind all others, and hence the following ones as well. */
  private boolean atTheEnd;

  SortedEntryWriter(
      WriteBatch batch, Space space, Cursor<ByteBuffer> cursor, ByteBuffer keyBuffer) {
    this.batch = batch;
    this.space = space;
    this.cursor = cursor;
    this.keyBuffer = keyBuffer;
  }

  /** Replaces the entry if there is one. */
  public void put(int storageId, byte[] key, byte[] value) throws MapFullException {
    try {
      batch.changing(space, storageId, key);
      EntryKey.put(keyBuffer, storageId, key);
      if (!started) {
        started = true;
        atTheEnd = !cursor.last() || isBehind(cursor.key());
      }
      // LMDB has long keys in the order of their hashes, which is another one.
      atTheEnd &= !EntryKey.isLong(key.length);
      ByteBuffer target =
          cursor.reserve(
              keyBuffer, EntryValue.lengthOf(key, value), atTheEnd ? AT_THE_END : ANYWHERE);
      EntryValue.put(target, key, value);
    } catch (Env.MapFullException e) {
      throw new MapFullException(e);
    } catch (LmdbException e) {
      throw LmdbEnvironment.translate(e);
    }
  }

  /** LMDB compares bytes without sign. */
  private boolean isBehind(ByteBuffer last) {
    int at = keyBuffer.mismatch(last);
    if (at < 0) {
      return false;
    }
    boolean lastIsPrefix = at == last.limit() - last.position();
    boolean keyIsPrefix = at == keyBuffer.limit() - keyBuffer.position();
    return lastIsPrefix
        || !keyIsPrefix
            && Byte.compareUnsigned(
                    keyBuffer.get(keyBuffer.position() + at), last.get(last.position() + at))
                > 0;
  }

  /** Does nothing if there is no such entry. */
  public void delete(int storageId, byte[] key) throws MapFullException {
    try {
      batch.changing(space, storageId, key);
      EntryKey.put(keyBuffer, storageId, key);
      if (cursor.get(keyBuffer, GetOp.MDB_SET)) {
        cursor.delete();
      }
    } catch (Env.MapFullException e) {
      throw new MapFullException(e);
    } catch (LmdbException e) {
      throw LmdbEnvironment.translate(e);
    }
  }

  @Override
  public void close() {
    cursor.close();
  }
}
