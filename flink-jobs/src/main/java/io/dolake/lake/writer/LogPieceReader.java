package io.dolake.lake.writer;

import io.dolake.lake.event.RowKey;
import io.dolake.lake.event.RowKeySerializer;
import io.dolake.lake.event.VarInts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;

/** Reads what a {@link LogPieceWriter} has written. */
final class LogPieceReader {
  private final DataInputDeserializer in;
  private final List<Long> files = new ArrayList<>();
  private byte[] key = {};
  private long fileId;
  private int row;

  LogPieceReader(byte[] piece) throws IOException {
    in = new DataInputDeserializer(piece);
    byte version = in.readByte();
    if (version != LogPieceWriter.VERSION) {
      throw new IOException("unknown version " + version + " of a piece of the index's log");
    }
  }

  /** Goes to the next entry; false if there is none. */
  boolean next() throws IOException {
    if (in.available() == 0) {
      return false;
    }
    int file = VarInts.read(in);
    if (file == files.size()) {
      files.add(in.readLong());
    }
    fileId = files.get(file);
    int difference = VarInts.read(in);
    row += difference >>> 1 ^ -(difference & 1);
    int shared = VarInts.read(in);
    byte[] next = Arrays.copyOf(key, shared + VarInts.read(in));
    in.readFully(next, shared, next.length - shared);
    key = next;
    return true;
  }

  RowKey key() throws IOException {
    return RowKeySerializer.INSTANCE.deserialize(new DataInputDeserializer(key));
  }

  FilePosition position() {
    return row == PositionBuffer.GONE.row() ? PositionBuffer.GONE : new FilePosition(fileId, row);
  }
}
