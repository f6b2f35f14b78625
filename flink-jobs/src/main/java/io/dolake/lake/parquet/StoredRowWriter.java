package io.dolake.lake.parquet;

import io.dolake.common.buffer.ByteReader;
import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.row.AvroValues;
import io.dolake.common.row.RowCodec;
import io.dolake.common.row.RowDecoder;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.lake.schema.LakeColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.apache.iceberg.parquet.TripleWriter;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.schema.MessageType;

/**
 * Writes stored rows (schema version plus Avro, see docs/formats/row.md) as Parquet columns without
 * making objects of their values. For each schema version it meets it compiles a plan: one step per
 * stored field, in stored order, that moves the field's bytes to its column or past them. Belongs
 * to one file and thread.
 */
public final class StoredRowWriter implements ParquetValueWriter<byte[]> {
  private final TableDef table;
  private final IntFunction<Optional<TableDef>> versions;
  private final Map<Integer, ColumnDescriptor> descriptors = new HashMap<>();
  private final Map<Integer, ColumnSink> sinks = new HashMap<>();
  private final Map<Integer, Plan> plans = new HashMap<>();
  private final ByteReader in = new ByteReader();

  private Plan plan;
  private int planVersion;

  /**
   * @param table version of the table that the file is written with
   * @param versions finds the table as it was at a schema version
   * @param type Parquet schema made from the Iceberg schema of {@code table}
   */
  public StoredRowWriter(
      TableDef table, IntFunction<Optional<TableDef>> versions, MessageType type) {
    this.table = table;
    this.versions = versions;
    for (ColumnDescriptor descriptor : type.getColumns()) {
      descriptors.put(descriptor.getPrimitiveType().getId().intValue(), descriptor);
    }
  }

  @Override
  public void write(int repetitionLevel, byte[] row) {
    in.wrap(row);
    int version = (int) in.readVarint();
    if (plan == null || version != planVersion) {
      plan = plans.computeIfAbsent(version, this::compile);
      planVersion = version;
    }
    plan.write(row);
  }

  private Plan compile(int version) {
    TableDef writer =
        version == table.schemaVersion()
            ? table
            : versions
                .apply(version)
                .orElseThrow(
                    () ->
                        new DoLakeException(
                            ErrorCode.SCHEMA_VERSION_UNKNOWN,
                            "table " + table.name() + " has no schema version " + version));
    for (ColumnDef column : writer.columns()) {
      int ordinal = table.ordinalOf(column.id());
      if (ordinal >= 0 && !sameForm(column.type(), table.columns().get(ordinal).type())) {
        return new ConvertingPlan();
      }
    }
    return new DirectPlan(writer);
  }

  /** Whether stored values of both types have the same bytes and the same Parquet form. */
  private static boolean sameForm(ColumnType from, ColumnType to) {
    if (from.kind() == TypeKind.DECIMAL && to.kind() == TypeKind.DECIMAL) {
      return from.scale() == to.scale();
    }
    return from.kind() == to.kind();
  }

  @Override
  public List<TripleWriter<?>> columns() {
    return List.of();
  }

  @Override
  public void setColumnStore(ColumnWriteStore columnStore) {
    if (sinks.isEmpty()) {
      for (ColumnDef column : table.columns()) {
        if (LakeColumns.isInLake(column)) {
          sinks.put(column.id(), ColumnSink.of(table, column, descriptors.get(column.id())));
        }
      }
    }
    sinks.values().forEach(sink -> sink.turnTo(columnStore));
  }

  /** How rows of one schema version are written. */
  private interface Plan {
    void write(byte[] row);
  }

  /** Every field goes to its column as it is; the reader stands behind the schema version. */
  private final class DirectPlan implements Plan {
    private final ColumnSink[] targets;
    private final ColumnType[] types;
    private final ColumnSink[] absent;
    private final byte[][] defaults;

    DirectPlan(TableDef writer) {
      targets = new ColumnSink[writer.columns().size()];
      types = new ColumnType[targets.length];
      for (int field = 0; field < targets.length; field++) {
        types[field] = writer.columns().get(field).type();
        targets[field] = sinks.get(writer.columns().get(field).id());
      }
      List<ColumnSink> missing = new ArrayList<>();
      List<byte[]> values = new ArrayList<>();
      for (ColumnDef column : table.columns()) {
        if (writer.ordinalOf(column.id()) < 0 && sinks.containsKey(column.id())) {
          missing.add(sinks.get(column.id()));
          ByteWriter value = new ByteWriter();
          AvroValues.write(value, column.type(), column.initialDefault());
          values.add(value.copyOfBytes());
        }
      }
      absent = missing.toArray(ColumnSink[]::new);
      defaults = values.toArray(byte[][]::new);
    }

    @Override
    public void write(byte[] row) {
      for (int field = 0; field < targets.length; field++) {
        if (targets[field] == null) {
          AvroValues.skip(in, types[field]);
        } else {
          targets[field].write(in);
        }
      }
      for (int i = 0; i < absent.length; i++) {
        absent[i].write(in.wrap(defaults[i]));
      }
    }
  }

  /** Rows whose columns were widened since are brought to the table's version first. */
  private final class ConvertingPlan implements Plan {
    private final RowDecoder decoder = RowDecoder.of(table, versions);
    private final RowCodec codec = RowCodec.of(table);
    private final Plan direct = new DirectPlan(table);

    @Override
    public void write(byte[] row) {
      byte[] converted = codec.encode(decoder.decode(row));
      in.wrap(converted).readVarint();
      direct.write(converted);
    }
  }
}
