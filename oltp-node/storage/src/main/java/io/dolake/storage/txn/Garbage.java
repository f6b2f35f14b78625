package io.dolake.storage.txn;

import io.dolake.storage.lmdb.Space;
import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.lmdb.WriteBatch.MapFullException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Storages that no object owns: of dropped and truncated tables, and of indexes that are being
 * filled. Each has the key "g" and its id, big-endian, in the meta database, and is emptied bit by
 * bit.
 */
final class Garbage {
  private static final byte[] NO_VALUE = {};

  private Garbage() {}

  private static byte[] key(int storageId) {
    return ByteBuffer.allocate(5).put((byte) 'g').putInt(storageId).array();
  }

  static void mark(WriteBatch batch, int storageId) throws MapFullException {
    batch.putMeta(key(storageId), NO_VALUE);
  }

  static void unmark(WriteBatch batch, int storageId) throws MapFullException {
    batch.deleteMeta(key(storageId));
  }

  /** All marked storages. */
  static List<Integer> list(WriteBatch batch) {
    List<Integer> storages = new ArrayList<>();
    batch.forEachMeta(
        new byte[] {(byte) 'g'}, (key, value) -> storages.add(ByteBuffer.wrap(key).getInt(1)));
    return storages;
  }

  /**
   * Deletes up to {@code limit} entries of a storage and, with the last, its mark.
   *
   * @return entries that may still be deleted within the limit
   */
  static int sweep(WriteBatch batch, int storageId, int limit) throws MapFullException {
    int left = limit - batch.deleteSome(Space.DATA, storageId, limit);
    if (left > 0) {
      left -= batch.deleteSome(Space.INDEX, storageId, left);
    }
    if (left > 0) {
      unmark(batch, storageId);
    }
    return left;
  }
}
