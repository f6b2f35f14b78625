package io.dolake.cdc.split;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Parts that the checkpointed forms of splits and of the enumerator share; big-endian. */
public final class SplitFormat {
  /** Larger counts cannot be ours, so reading them would only exhaust memory. */
  private static final int MAX_COUNT = 1 << 26;

  private SplitFormat() {}

  /** Length (4) and bytes; length -1 is null. */
  public static void writeBytes(byte[] bytes, DataOutputView out) throws IOException {
    if (bytes == null) {
      out.writeInt(-1);
      return;
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  public static byte[] readBytes(DataInputView in) throws IOException {
    int length = in.readInt();
    if (length == -1) {
      return null;
    }
    byte[] bytes = new byte[checkCount(length)];
    in.readFully(bytes);
    return bytes;
  }

  public static void writeByteArrays(List<byte[]> arrays, DataOutputView out) throws IOException {
    out.writeInt(arrays.size());
    for (byte[] array : arrays) {
      writeBytes(array, out);
    }
  }

  public static List<byte[]> readByteArrays(DataInputView in) throws IOException {
    int count = readCount(in);
    List<byte[]> arrays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arrays.add(readBytes(in));
    }
    return arrays;
  }

  public static int readCount(DataInputView in) throws IOException {
    return checkCount(in.readInt());
  }

  private static int checkCount(int count) throws IOException {
    if (count < 0 || count > MAX_COUNT) {
      throw new IOException("checkpointed split is damaged: count " + count);
    }
    return count;
  }

  public static void writeSnapshotSplit(SnapshotSplit split, DataOutputView out)
      throws IOException {
    out.writeInt(split.shard());
    out.writeInt(split.tableId());
    writeBytes(split.fromKey(), out);
    writeBytes(split.toKey(), out);
    out.writeInt(split.pages().size());
    for (PageRead page : split.pages()) {
      writeBytes(page.toKey(), out);
      out.writeLong(page.lsn());
      out.writeLong(page.timestamp());
    }
    out.writeBoolean(split.finished());
    writeByteArrays(split.schemas(), out);
  }

  public static SnapshotSplit readSnapshotSplit(DataInputView in) throws IOException {
    int shard = in.readInt();
    int tableId = in.readInt();
    byte[] fromKey = readBytes(in);
    byte[] toKey = readBytes(in);
    int pageCount = readCount(in);
    List<PageRead> pages = new ArrayList<>();
    for (int i = 0; i < pageCount; i++) {
      pages.add(new PageRead(readBytes(in), in.readLong(), in.readLong()));
    }
    return new SnapshotSplit(
        shard, tableId, fromKey, toKey, pages, in.readBoolean(), readByteArrays(in));
  }

  public static void writeLogSplit(LogSplit split, DataOutputView out) throws IOException {
    out.writeInt(split.shard());
    out.writeUTF(split.slot());
    out.writeUTF(split.reader());
    out.writeLong(split.position().completeLsn());
    out.writeLong(split.position().partialLsn());
    out.writeInt(split.position().nextIndex());
    out.writeLong(split.stopLsn());
    writeHandOver(split.handOver(), out);
    out.writeBoolean(split.loadAnnounced());
    out.writeBoolean(split.schemasAnnounced());
    writeByteArrays(split.schemas(), out);
  }

  public static LogSplit readLogSplit(DataInputView in) throws IOException {
    return new LogSplit(
        in.readInt(),
        in.readUTF(),
        in.readUTF(),
        new LogPosition(in.readLong(), in.readLong(), in.readInt()),
        in.readLong(),
        readHandOver(in),
        in.readBoolean(),
        in.readBoolean(),
        readByteArrays(in));
  }

  private static void writeHandOver(HandOver handOver, DataOutputView out) throws IOException {
    out.writeLong(handOver.endTimestamp());
    out.writeInt(handOver.ranges().size());
    for (LoadedRange range : handOver.ranges()) {
      out.writeInt(range.tableId());
      writeBytes(range.fromKey(), out);
      writeBytes(range.toKey(), out);
      out.writeLong(range.lsn());
    }
  }

  private static HandOver readHandOver(DataInputView in) throws IOException {
    long endTimestamp = in.readLong();
    int count = readCount(in);
    List<LoadedRange> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ranges.add(new LoadedRange(in.readInt(), readBytes(in), readBytes(in), in.readLong()));
    }
    return new HandOver(ranges, endTimestamp);
  }
}
