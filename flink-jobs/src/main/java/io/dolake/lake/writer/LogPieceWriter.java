package io.dolake.lake.writer;

import io.dolake.lake.event.VarInts;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Writes entries of the index as a piece of the {@link IndexLog}. Small, because every change of a
 * row is in one: neighbours mostly lie in the same file and have keys that begin alike.
 *
 * <p>Form: version (1 byte), then for each entry the number of its file among those of the piece,
 * which is followed by the file's id (8 bytes) if it is a new one; the difference of the row to the
 * last entry's, its sign in the lowest bit; how many bytes the key shares with the last entry's;
 * how many others it has; those. A key is written as by {@link
 * io.dolake.lake.event.RowKeySerializer}; what has no size given is a variable-length integer.
 */
final class LogPieceWriter {
  static final byte VERSION = 1;

  private static final int INITIAL_BYTES = 4096;

  private final DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
  private final Map<Long, Integer> files = new HashMap<>();
  private long lastFileId;
  private int lastFile = -1;
  private int lastRow;
  private byte[] lastKeys = {};
  private int lastKey;
  private int lastKeyLength;

  LogPieceWriter() throws IOException {
    out.writeByte(VERSION);
  }

  /**
   * Adds an entry.
   *
   * @param keys holds the key; must not change until the next entry has been added
   * @param from where the key begins
   */
  void add(long fileId, int row, byte[] keys, int from, int length) throws IOException {
    writeFile(fileId);
    int difference = row - lastRow;
    VarInts.write(difference << 1 ^ difference >> (Integer.SIZE - 1), out);
    lastRow = row;
    int common = Math.min(length, lastKeyLength);
    int mismatch = Arrays.mismatch(keys, from, from + common, lastKeys, lastKey, lastKey + common);
    int shared = mismatch < 0 ? common : mismatch;
    VarInts.write(shared, out);
    VarInts.write(length - shared, out);
    out.write(keys, from + shared, length - shared);
    lastKeys = keys;
    lastKey = from;
    lastKeyLength = length;
  }

  private void writeFile(long fileId) throws IOException {
    if (lastFile < 0 || fileId != lastFileId) {
      Integer known = files.putIfAbsent(fileId, files.size());
      lastFileId = fileId;
      lastFile = known == null ? files.size() - 1 : known;
      VarInts.write(lastFile, out);
      if (known == null) {
        out.writeLong(fileId);
      }
      return;
    }
    VarInts.write(lastFile, out);
  }

  /** The piece. */
  byte[] toBytes() {
    return out.getCopyOfBuffer();
  }
}
