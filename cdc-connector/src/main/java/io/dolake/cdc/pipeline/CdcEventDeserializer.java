package io.dolake.cdc.pipeline;

import io.dolake.cdc.ChangeDeserializer;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.SingletonTypeInfo;
import io.dolake.cdc.TableSchemas;
import io.dolake.common.HlcTimestamp;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.row.RowDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cdc.common.data.RecordData;
import org.apache.flink.cdc.common.event.CreateTableEvent;
import org.apache.flink.cdc.common.event.DataChangeEvent;
import org.apache.flink.cdc.common.event.DropTableEvent;
import org.apache.flink.cdc.common.event.Event;
import org.apache.flink.cdc.common.event.TableId;
import org.apache.flink.cdc.common.event.TruncateTableEvent;
import org.apache.flink.cdc.common.types.DataType;
import org.apache.flink.cdc.runtime.serializer.event.EventSerializer;
import org.apache.flink.cdc.runtime.typeutils.BinaryRecordDataGenerator;
import org.apache.flink.util.Collector;

/**
 * Flink CDC events out of changes: a CreateTableEvent before a reader's first event of a table,
 * schema changes in order with the data, data changes with LSN, commit time and transaction id as
 * metadata.
 */
public final class CdcEventDeserializer implements ChangeDeserializer<Event> {
  /** Flink CDC's own serializer, in type information that Flink 2 knows how to use. */
  private static final SingletonTypeInfo<Event> TYPE =
      SingletonTypeInfo.of(Event.class, EventSerializer.INSTANCE);

  private record TableKey(int shard, int tableId) {}

  private transient Map<TableKey, Told> told;

  /** A table version that was told downstream, and how rows get its form. */
  private static final class Told {
    private final TableDef table;
    private final TableId id;
    private final List<ColumnDef> columns;
    private final int[] ordinals;
    private final RowDecoder decoder;
    private final BinaryRecordDataGenerator generator;

    Told(TableDef table, int shard, TableSchemas schemas) {
      this.table = table;
      this.id = CdcTypes.tableId(table);
      this.columns = CdcTypes.visibleColumns(table);
      this.ordinals = columns.stream().mapToInt(c -> table.ordinalOf(c.id())).toArray();
      this.decoder =
          RowDecoder.of(
              table, version -> Optional.of(schemas.version(shard, table.id().value(), version)));
      this.generator =
          new BinaryRecordDataGenerator(
              columns.stream().map(CdcTypes::type).toArray(DataType[]::new));
    }

    RecordData decode(byte[] image) {
      Object[] values = decoder.decode(image);
      Object[] fields = new Object[columns.size()];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = CdcTypes.value(columns.get(i).type(), values[ordinals[i]]);
      }
      return generator.generate(fields);
    }
  }

  @Override
  public TypeInformation<Event> getProducedType() {
    return TYPE;
  }

  @Override
  public void deserialize(ChangeRecord change, TableSchemas schemas, Collector<Event> out) {
    switch (change.kind()) {
      case SCHEMA -> tell(change, schemas, out);
      case SNAPSHOT_ROW, INSERT -> {
        Told table = tell(change, schemas, out);
        out.collect(
            DataChangeEvent.insertEvent(table.id, table.decode(change.after()), meta(change)));
      }
      case UPDATE -> {
        Told table = tell(change, schemas, out);
        out.collect(
            DataChangeEvent.updateEvent(
                table.id,
                table.decode(change.before()),
                table.decode(change.after()),
                meta(change)));
      }
      case DELETE -> {
        Told table = tell(change, schemas, out);
        out.collect(
            DataChangeEvent.deleteEvent(table.id, table.decode(change.before()), meta(change)));
      }
      case TRUNCATE -> truncate(change, schemas, out);
      case DROP -> {
        Told table = tell(change, schemas, out);
        out.collect(new DropTableEvent(table.id));
        told.remove(new TableKey(change.shard(), change.tableId()));
      }
      case SNAPSHOT_COMPLETE -> {
        // Flink CDC has no event for it.
      }
    }
  }

  private void truncate(ChangeRecord change, TableSchemas schemas, Collector<Event> out) {
    Told table = tell(change, schemas, out);
    if (change.key() != null || change.after() != null) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "table " + table.id + " was truncated while its initial load was read",
          "Start the pipeline anew.");
    }
    out.collect(new TruncateTableEvent(table.id));
  }

  /** Brings what was told downstream to the newest known version. */
  private Told tell(ChangeRecord change, TableSchemas schemas, Collector<Event> out) {
    if (told == null) {
      told = new HashMap<>();
    }
    TableKey key = new TableKey(change.shard(), change.tableId());
    TableDef newest = schemas.newest(change.shard(), change.tableId());
    Told known = told.get(key);
    if (newest == null || (known != null && known.table == newest)) {
      return known;
    }
    Told next = new Told(newest, change.shard(), schemas);
    if (known == null || !known.id.equals(next.id)) {
      out.collect(new CreateTableEvent(next.id, CdcTypes.schema(newest)));
    } else {
      SchemaDifference.between(known.table, newest).forEach(out::collect);
    }
    told.put(key, next);
    return next;
  }

  private static Map<String, String> meta(ChangeRecord change) {
    return Map.of(
        "lsn", Long.toString(change.lsn()),
        "shard", Integer.toString(change.shard()),
        "transaction_id", Long.toString(change.transactionId()),
        "ts_ms", Long.toString(change.timestamp() >>> HlcTimestamp.LOGICAL_BITS));
  }
}
