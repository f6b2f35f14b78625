package io.dolake.storage.lmdb;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How a key of any length becomes an LMDB key of at most 511 bytes.
 *
 * <pre>
 * short key                          long key (storage id and key exceed 510 bytes)
 *   0  4  storage id, big-endian       0    4  storage id, big-endian
 *   4  n  key, n &lt;= 506                4  491  first bytes of the key
 *                                    495   16  first half of the whole key's SHA-256
 * </pre>
 *
 * The length 511 tells them apart. A long key's entry has the whole key before its value, as varint
 * length and bytes. Entries with the same first 495 bytes lie side by side; a scan puts such a
 * group into the order of the whole keys, since LMDB has it in the order of the hashes.
 */
final class EntryKey {
  static final int MAX_LMDB_KEY_BYTES = 511;
  static final int STORAGE_ID_BYTES = Integer.BYTES;
  private static final int HASH_BYTES = 16;

  /** Keys that share this many bytes with storage id form a group. */
  static final int GROUP_PREFIX_BYTES = MAX_LMDB_KEY_BYTES - HASH_BYTES;

  private EntryKey() {}

  static boolean isLong(int keyLength) {
    return STORAGE_ID_BYTES + keyLength >= MAX_LMDB_KEY_BYTES;
  }

  /** Whether entries beside this one may share its group prefix. */
  static boolean mayBeInGroup(int lmdbKeyLength) {
    return lmdbKeyLength >= GROUP_PREFIX_BYTES;
  }

  /** Writes the LMDB key and flips the target. */
  static void put(ByteBuffer target, int storageId, byte[] key) {
    target.clear().putInt(storageId);
    if (!isLong(key.length)) {
      target.put(key).flip();
      return;
    }
    target.put(key, 0, GROUP_PREFIX_BYTES - STORAGE_ID_BYTES);
    target.put(sha256(key), 0, HASH_BYTES).flip();
  }

  /** Writes the lowest LMDB key that an entry with a key at or above this one can have. */
  static void putLowerBound(ByteBuffer target, int storageId, byte[] key) {
    int count = Math.min(key.length, GROUP_PREFIX_BYTES - STORAGE_ID_BYTES);
    target.clear().putInt(storageId).put(key, 0, count).flip();
  }

  /**
   * Writes an LMDB key above those of all entries with a key below this one, and above no more than
   * the rest of its group.
   */
  static void putUpperBound(ByteBuffer target, int storageId, byte[] key) {
    if (STORAGE_ID_BYTES + key.length < GROUP_PREFIX_BYTES) {
      target.clear().putInt(storageId).put(key).flip();
      return;
    }
    putGroupEnd(target, storageId, key);
  }

  /** Writes the LMDB key behind the group of this key. */
  static void putGroupEnd(ByteBuffer target, int storageId, byte[] key) {
    int count = Math.min(key.length, GROUP_PREFIX_BYTES - STORAGE_ID_BYTES);
    target.clear().putInt(storageId).put(key, 0, count);
    increment(target);
    target.flip();
  }

  /** Writes the LMDB key behind all entries of the storage. */
  static void putStorageEnd(ByteBuffer target, int storageId) {
    target.clear().putInt(storageId + 1).flip();
  }

  private static void increment(ByteBuffer target) {
    for (int at = target.position() - 1; at >= 0; at--) {
      int next = (target.get(at) & 0xff) + 1;
      target.put(at, (byte) next);
      if (next <= 0xff) {
        return;
      }
    }
    throw new IllegalStateException("storage ids are used up");
  }

  private static byte[] sha256(byte[] key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
