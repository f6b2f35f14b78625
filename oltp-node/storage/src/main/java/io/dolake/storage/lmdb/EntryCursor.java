package io.dolake.storage.lmdb;

import io.dolake.storage.lmdb.ReadSnapshot.PooledCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.SeekOp;

/**
 * Entries of one storage in key order, copied out of LMDB in batches that grow as a scan goes on.
 * Belongs to its snapshot's thread and ends with the snapshot.
 */
public final class EntryCursor implements AutoCloseable {
  private static final int FIRST_BATCH_ENTRIES = 4;
  private static final int LARGEST_BATCH_ENTRIES = 256;
  private static final int BATCH_BYTES = 256 << 10;

  private final ReadSnapshot snapshot;
  private final Space space;
  private final int storageId;
  private final byte[] lower;
  private final byte[] upper;
  private final boolean backward;

  private byte[][] keys = new byte[FIRST_BATCH_ENTRIES][];
  private byte[][] values = new byte[FIRST_BATCH_ENTRIES][];
  private int count;
  private int at = -1;
  private int batchLimit = FIRST_BATCH_ENTRIES;
  private boolean exhausted;
  private PooledCursor pooled;

  EntryCursor(
      ReadSnapshot snapshot,
      Space space,
      int storageId,
      byte[] lower,
      byte[] upper,
      boolean backward) {
    this.snapshot = snapshot;
    this.space = space;
    this.storageId = storageId;
    this.lower = lower;
    this.upper = upper;
    this.backward = backward;
  }

  /** Moves to the next entry in the cursor's direction; false at the end. */
  public boolean next() {
    if (++at < count) {
      return true;
    }
    if (exhausted) {
      at = count;
      return false;
    }
    fill();
    at = 0;
    return count > 0;
  }

  /** The current entry's whole key; the array is the caller's. */
  public byte[] key() {
    return keys[at];
  }

  /** The current entry's value; the array is the caller's. */
  public byte[] value() {
    return values[at];
  }

  private void fill() {
    byte[] last = count > 0 ? keys[count - 1] : null;
    count = 0;
    snapshot.enter();
    try {
      boolean found;
      if (pooled == null || snapshot.isStale(pooled)) {
        if (pooled != null) {
          snapshot.giveBackCursor(space, pooled);
        }
        pooled = snapshot.borrowCursor(space);
        found = seek(last);
      } else {
        found = step();
      }
      long bytes = 0;
      while (found) {
        if (!inStorage()) {
          found = false;
          break;
        }
        ByteBuffer lmdbKey = pooled.cursor.key();
        if (EntryKey.mayBeInGroup(lmdbKey.remaining())) {
          found = readGroup();
        } else {
          byte[] key = copyOfPlainKey(lmdbKey);
          if (isBeyond(key)) {
            found = false;
            break;
          }
          if (isInRange(key)) {
            bytes += key.length + add(key, copyOf(pooled.cursor.val()));
          }
          if (count >= batchLimit || bytes >= BATCH_BYTES) {
            break;
          }
          found = step();
        }
        if (count >= batchLimit) {
          // After a group the cursor stands on the entry behind it, which step() would skip.
          snapshot.giveBackCursor(space, pooled);
          pooled = null;
          break;
        }
      }
      exhausted = !found || count == 0;
      batchLimit = Math.min(batchLimit * 4, LARGEST_BATCH_ENTRIES);
    } catch (LmdbException e) {
      throw LmdbEnvironment.translate(e);
    } finally {
      snapshot.exit();
    }
    if (exhausted) {
      close();
    }
  }

  private boolean step() {
    return pooled.cursor.seek(backward ? SeekOp.MDB_PREV : SeekOp.MDB_NEXT);
  }

  /** Positions the cursor on the first entry after {@code last}, or of the range. */
  private boolean seek(byte[] last) {
    ByteBuffer bound = snapshot.keyBuffer();
    if (!backward) {
      if (last == null) {
        EntryKey.putLowerBound(bound, storageId, lower == null ? new byte[0] : lower);
        return pooled.cursor.get(bound, GetOp.MDB_SET_RANGE);
      }
      boolean group = isInGroup(last);
      if (group) {
        EntryKey.putGroupEnd(bound, storageId, last);
      } else {
        EntryKey.put(bound, storageId, last);
      }
      return pooled.cursor.get(bound, GetOp.MDB_SET_RANGE)
          && (group || !isAt(last) || pooled.cursor.seek(SeekOp.MDB_NEXT));
    }
    if (last != null) {
      EntryKey.putLowerBound(bound, storageId, last);
    } else if (upper != null) {
      EntryKey.putUpperBound(bound, storageId, upper);
    } else {
      EntryKey.putStorageEnd(bound, storageId);
    }
    return pooled.cursor.get(bound, GetOp.MDB_SET_RANGE)
        ? pooled.cursor.seek(SeekOp.MDB_PREV)
        : pooled.cursor.seek(SeekOp.MDB_LAST);
  }

  private static boolean isInGroup(byte[] key) {
    return EntryKey.mayBeInGroup(EntryKey.STORAGE_ID_BYTES + key.length);
  }

  private boolean isAt(byte[] key) {
    return Arrays.equals(copyOfPlainKey(pooled.cursor.key()), key);
  }

  private boolean inStorage() {
    return pooled.cursor.key().getInt(0) == storageId;
  }

  /**
   * Reads all entries that share the current one's group prefix and adds those in range in the
   * order of their whole keys. Leaves the cursor on the entry behind them.
   */
  private boolean readGroup() {
    byte[] prefix = new byte[EntryKey.GROUP_PREFIX_BYTES];
    pooled.cursor.key().get(0, prefix);
    List<byte[][]> group = new ArrayList<>();
    boolean found = true;
    while (found && startsWith(pooled.cursor.key(), prefix)) {
      ByteBuffer lmdbKey = pooled.cursor.key();
      ByteBuffer stored = pooled.cursor.val();
      byte[] key =
          lmdbKey.remaining() == EntryKey.MAX_LMDB_KEY_BYTES
              ? EntryValue.readLongKey(stored)
              : copyOfPlainKey(lmdbKey);
      if (isInRange(key)) {
        group.add(new byte[][] {key, copyOf(stored)});
      }
      found = step();
    }
    Comparator<byte[][]> order = (a, b) -> Arrays.compareUnsigned(a[0], b[0]);
    group.sort(backward ? order.reversed() : order);
    for (byte[][] entry : group) {
      add(entry[0], entry[1]);
    }
    return found;
  }

  private static boolean startsWith(ByteBuffer lmdbKey, byte[] prefix) {
    return lmdbKey.remaining() >= prefix.length
        && lmdbKey.slice(0, prefix.length).equals(ByteBuffer.wrap(prefix));
  }

  private boolean isInRange(byte[] key) {
    return (lower == null || Arrays.compareUnsigned(key, lower) >= 0)
        && (upper == null || Arrays.compareUnsigned(key, upper) < 0);
  }

  private boolean isBeyond(byte[] key) {
    return backward
        ? lower != null && Arrays.compareUnsigned(key, lower) < 0
        : upper != null && Arrays.compareUnsigned(key, upper) >= 0;
  }

  private int add(byte[] key, byte[] value) {
    if (count == keys.length) {
      int capacity = count * 4;
      keys = Arrays.copyOf(keys, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    keys[count] = key;
    values[count] = value;
    count++;
    return value.length;
  }

  private static byte[] copyOfPlainKey(ByteBuffer lmdbKey) {
    byte[] key = new byte[lmdbKey.remaining() - EntryKey.STORAGE_ID_BYTES];
    lmdbKey.get(EntryKey.STORAGE_ID_BYTES, key);
    return key;
  }

  private static byte[] copyOf(ByteBuffer stored) {
    byte[] value = new byte[stored.remaining()];
    stored.get(value);
    return value;
  }

  @Override
  public void close() {
    if (pooled != null) {
      snapshot.giveBackCursor(space, pooled);
      pooled = null;
    }
    exhausted = true;
  }
}
