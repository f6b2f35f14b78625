package io.dolake.lake.file;

import io.dolake.lake.event.VarInts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Metrics;

/**
 * Binary forms of what is known about files; used on the wire between operators and in state. State
 * puts {@link #VERSION} in front. Sizes and ids are variable-length integers unless they are 64
 * bit.
 */
public final class FileCodec {
  /**
   * Version of all forms here, checked by whoever reads state; the first one, which knew no sort
   * orders, can still be read.
   */
  public static final int VERSION = 2;

  private static final int FIRST_VERSION = 1;

  private static final int HAS_METRICS = 1;
  private static final int HAS_SORTING = 2;

  private static final int ADDED = 1;
  private static final int REMOVED = 2;
  private static final int MOVED = 4;
  private static final int HAS_OLD = 8;
  private static final int HAS_NEW = 16;

  private FileCodec() {}

  /** Whether state of this version can be read. */
  public static boolean canRead(int version) {
    return version == VERSION || version == FIRST_VERSION;
  }

  public static void writeFile(DataFileInfo file, DataOutput out) throws IOException {
    out.writeLong(file.fileId());
    VarInts.write(file.tableId(), out);
    writeText(file.tableLocation(), out);
    writeText(file.path(), out);
    writeText(file.partitioning(), out);
    VarInts.write(file.partition().size(), out);
    for (String value : file.partition()) {
      out.writeBoolean(value != null);
      if (value != null) {
        writeText(value, out);
      }
    }
    out.writeLong(file.rowCount());
    out.writeLong(file.sizeBytes());
    boolean sorted = !file.sorting().isEmpty();
    out.writeByte((file.metrics() != null ? HAS_METRICS : 0) | (sorted ? HAS_SORTING : 0));
    if (sorted) {
      writeText(file.sorting(), out);
    }
    if (file.metrics() != null) {
      writeMetrics(file.metrics(), out);
    }
  }

  public static DataFileInfo readFile(DataInput in) throws IOException {
    long fileId = in.readLong();
    int tableId = VarInts.read(in);
    String location = readText(in);
    String path = readText(in);
    String partitioning = readText(in);
    List<String> partition = new ArrayList<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      partition.add(in.readBoolean() ? readText(in) : null);
    }
    long rowCount = in.readLong();
    long sizeBytes = in.readLong();
    int head = in.readUnsignedByte();
    String sorting = (head & HAS_SORTING) != 0 ? readText(in) : "";
    Metrics metrics = (head & HAS_METRICS) != 0 ? readMetrics(rowCount, in) : null;
    return new DataFileInfo(
        fileId,
        tableId,
        location,
        path,
        partitioning,
        partition,
        sorting,
        rowCount,
        sizeBytes,
        metrics);
  }

  public static void writeVector(DeletionVector vector, DataOutput out) throws IOException {
    writeText(vector.path(), out);
    out.writeLong(vector.fileSizeBytes());
    out.writeLong(vector.offset());
    out.writeLong(vector.length());
    out.writeLong(vector.cardinality());
  }

  public static DeletionVector readVector(DataInput in) throws IOException {
    return new DeletionVector(
        readText(in), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  public static void writeChange(FileChange change, DataOutput out) throws IOException {
    out.writeByte(
        (change.added() ? ADDED : 0)
            | (change.removed() ? REMOVED : 0)
            | (change.moved() ? MOVED : 0)
            | (change.oldVector() != null ? HAS_OLD : 0)
            | (change.newVector() != null ? HAS_NEW : 0));
    writeFile(change.file(), out);
    if (change.oldVector() != null) {
      writeVector(change.oldVector(), out);
    }
    if (change.newVector() != null) {
      writeVector(change.newVector(), out);
    }
  }

  public static FileChange readChange(DataInput in) throws IOException {
    int head = in.readUnsignedByte();
    return new FileChange(
        readFile(in),
        (head & ADDED) != 0,
        (head & REMOVED) != 0,
        (head & MOVED) != 0,
        (head & HAS_OLD) != 0 ? readVector(in) : null,
        (head & HAS_NEW) != 0 ? readVector(in) : null);
  }

  public static void writeStep(TableStep step, DataOutput out) throws IOException {
    out.writeByte(step.kind().code());
    VarInts.write(step.tableId(), out);
    if (step.kind() == TableStep.Kind.SCHEMA) {
      writeBytes(step.definition(), out);
    } else if (step.kind() == TableStep.Kind.ADOPTED) {
      out.writeLong(step.snapshotId());
    }
  }

  public static TableStep readStep(DataInput in) throws IOException {
    TableStep.Kind kind = TableStep.Kind.ofCode(in.readUnsignedByte());
    return new TableStep(
        kind,
        VarInts.read(in),
        kind == TableStep.Kind.SCHEMA ? readBytes(in) : null,
        kind == TableStep.Kind.ADOPTED ? in.readLong() : 0);
  }

  public static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    VarInts.write(bytes.length, out);
    out.write(bytes);
  }

  public static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[VarInts.read(in)];
    in.readFully(bytes);
    return bytes;
  }

  public static void writeText(String text, DataOutput out) throws IOException {
    writeBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), out);
  }

  public static String readText(DataInput in) throws IOException {
    return new String(readBytes(in), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void writeMetrics(Metrics metrics, DataOutput out) throws IOException {
    writeCounts(metrics.columnSizes(), out);
    writeCounts(metrics.valueCounts(), out);
    writeCounts(metrics.nullValueCounts(), out);
    writeCounts(metrics.nanValueCounts(), out);
    writeBounds(metrics.lowerBounds(), out);
    writeBounds(metrics.upperBounds(), out);
  }

  private static Metrics readMetrics(long rowCount, DataInput in) throws IOException {
    return new Metrics(
        rowCount,
        readCounts(in),
        readCounts(in),
        readCounts(in),
        readCounts(in),
        readBounds(in),
        readBounds(in));
  }

  private static void writeCounts(Map<Integer, Long> counts, DataOutput out) throws IOException {
    Map<Integer, Long> present = counts == null ? Map.of() : counts;
    VarInts.write(present.size(), out);
    for (Map.Entry<Integer, Long> entry : present.entrySet()) {
      VarInts.write(entry.getKey(), out);
      out.writeLong(entry.getValue());
    }
  }

  private static Map<Integer, Long> readCounts(DataInput in) throws IOException {
    Map<Integer, Long> counts = new HashMap<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      counts.put(VarInts.read(in), in.readLong());
    }
    return counts;
  }

  private static void writeBounds(Map<Integer, ByteBuffer> bounds, DataOutput out)
      throws IOException {
    Map<Integer, ByteBuffer> present = bounds == null ? Map.of() : bounds;
    VarInts.write(present.size(), out);
    for (Map.Entry<Integer, ByteBuffer> entry : present.entrySet()) {
      VarInts.write(entry.getKey(), out);
      byte[] bytes = new byte[entry.getValue().remaining()];
      entry.getValue().duplicate().get(bytes);
      writeBytes(bytes, out);
    }
  }

  private static Map<Integer, ByteBuffer> readBounds(DataInput in) throws IOException {
    Map<Integer, ByteBuffer> bounds = new HashMap<>();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      bounds.put(VarInts.read(in), ByteBuffer.wrap(readBytes(in)));
    }
    return bounds;
  }
}
