package io.dolake.lake.writer;

import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.TableDef;
import io.dolake.lake.event.LakeEvent;
import io.dolake.lake.event.LakeEventSerializer;
import io.dolake.lake.event.VarInts;
import io.dolake.lake.file.Adoption;
import io.dolake.lake.file.FileCodec;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A writer's state beside the index, as bytes: version, tables (location, versions, truncation),
 * positions in the shards' logs, live files, pending events, orders to take files over, tables to
 * be swept. After a rescaling every writer reads all writers' states and merges them.
 */
final class WriterStateCodec {
  private static final int VERSION = 3;

  /** Does not tell in which order rows lie in files. */
  private static final int UNSORTED_VERSION = 2;

  /** Without orders and tables to be swept. */
  private static final int FIRST_VERSION = 1;

  private static final int INITIAL_BYTES = 4096;

  private WriterStateCodec() {}

  static byte[] encode(
      WriterTables tables,
      LogPositions positions,
      LiveFiles files,
      PendingEvents pending,
      Collection<Adoption> orders,
      Collection<Integer> emptied)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
    out.writeByte(VERSION);
    VarInts.write(tables.all().size(), out);
    for (WriterTable table : tables.all()) {
      writeTable(table, out);
    }
    VarInts.write(positions.seen().size(), out);
    for (Map.Entry<Integer, LogPositions.Position> entry : positions.seen().entrySet()) {
      VarInts.write(entry.getKey(), out);
      out.writeLong(entry.getValue().lsn());
      VarInts.write(entry.getValue().index(), out);
    }
    VarInts.write(positions.appliedLsns().size(), out);
    for (Map.Entry<Integer, Long> entry : positions.appliedLsns().entrySet()) {
      VarInts.write(entry.getKey(), out);
      out.writeLong(entry.getValue());
    }
    files.write(out);
    VarInts.write(pending.size(), out);
    try {
      pending.forEach(event -> writeEvent(event, out));
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    VarInts.write(orders.size(), out);
    for (Adoption order : orders) {
      FileCodec.writeBytes(order.encode(), out);
    }
    VarInts.write(emptied.size(), out);
    for (int tableId : emptied) {
      VarInts.write(tableId, out);
    }
    return out.getCopyOfBuffer();
  }

  private static void writeTable(WriterTable table, DataOutputSerializer out) throws IOException {
    FileCodec.writeText(table.location(), out);
    VarInts.write(table.versions().size(), out);
    for (TableDef version : table.versions().values()) {
      FileCodec.writeBytes(CatalogCodec.encodeTable(version), out);
    }
    out.writeLong(table.truncatedInterval());
    VarInts.write(table.truncatedSequences().size(), out);
    for (Map.Entry<Integer, Integer> entry : table.truncatedSequences().entrySet()) {
      VarInts.write(entry.getKey(), out);
      VarInts.write(entry.getValue(), out);
    }
  }

  private static void writeEvent(LakeEvent event, DataOutputSerializer out) {
    try {
      LakeEventSerializer.INSTANCE.serialize(event, out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Merges one writer's state into this writer's; pending events go to the caller to choose from.
   */
  static void decode(
      byte[] bytes,
      WriterTables tables,
      LogPositions positions,
      LiveFiles files,
      Consumer<LakeEvent> pending,
      Consumer<Adoption> orders,
      IntConsumer emptied)
      throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    int version = in.readUnsignedByte();
    if (version < FIRST_VERSION || version > VERSION) {
      throw new IOException("writer state of unknown version " + version);
    }
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      readTable(tables, in);
    }
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      int shard = VarInts.read(in);
      positions.restore(shard, new LogPositions.Position(in.readLong(), VarInts.read(in)));
    }
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      positions.restoreApplied(VarInts.read(in), in.readLong());
    }
    files.read(in, version > UNSORTED_VERSION);
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      pending.accept(LakeEventSerializer.INSTANCE.deserialize(in));
    }
    if (version != FIRST_VERSION) {
      for (int rest = VarInts.read(in); rest > 0; rest--) {
        orders.accept(Adoption.decode(FileCodec.readBytes(in)));
      }
      for (int rest = VarInts.read(in); rest > 0; rest--) {
        emptied.accept(VarInts.read(in));
      }
    }
    if (in.available() > 0) {
      throw new IOException("writer state with " + in.available() + " bytes too many");
    }
  }

  private static void readTable(WriterTables tables, DataInputDeserializer in) throws IOException {
    String location = FileCodec.readText(in);
    WriterTable table = null;
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      table = tables.restore(CatalogCodec.decodeTable(FileCodec.readBytes(in)), location);
    }
    long interval = in.readLong();
    for (int rest = VarInts.read(in); rest > 0; rest--) {
      table.truncated(interval, VarInts.read(in), VarInts.read(in));
    }
  }
}
