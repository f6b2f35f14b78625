package io.dolake.cdc.table;

import io.dolake.cdc.ChangeDeserializer;
import io.dolake.cdc.ChangeRecord;
import io.dolake.cdc.TableSchemas;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.row.RowCodec;
import io.dolake.common.row.RowDecoder;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Rows of one Flink table out of changes: decodes only the columns that are needed, applies the
 * pushed filter (an update of which one side passes becomes a delete or an insert), appends
 * metadata.
 *
 * <p>Columns are found by name once and then followed by id, so that a rename in the database does
 * not break a running query. A column that was dropped reads as null.
 */
final class RowDataDeserializer implements ChangeDeserializer<RowData> {
  /** A declared column. */
  record Column(String name, boolean nullable, ValueConverter converter) implements Serializable {}

  private final String tableName;
  private final List<Column> columns;
  private final int[] neededColumns;
  private final int[] outputColumns;
  private final List<MetadataColumn> metadata;
  private final RowPredicate filter;
  private final TypeInformation<RowData> producedType;

  private transient Map<Integer, Layout> layouts;
  private transient Map<Integer, int[]> columnIds;

  /** How the current version of a database table gives the declared columns. */
  private record Layout(TableDef table, RowDecoder decoder, int[] ordinals) {}

  /**
   * @param columns all declared physical columns
   * @param neededColumns those that output or filter look at
   * @param outputColumns those that are emitted, in this order
   * @param filter over the declared columns, or null
   */
  RowDataDeserializer(
      String tableName,
      List<Column> columns,
      int[] neededColumns,
      int[] outputColumns,
      List<MetadataColumn> metadata,
      RowPredicate filter,
      TypeInformation<RowData> producedType) {
    this.tableName = tableName;
    this.columns = List.copyOf(columns);
    this.neededColumns = neededColumns.clone();
    this.outputColumns = outputColumns.clone();
    this.metadata = List.copyOf(metadata);
    this.filter = filter;
    this.producedType = producedType;
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return producedType;
  }

  @Override
  public void deserialize(ChangeRecord change, TableSchemas schemas, Collector<RowData> out) {
    switch (change.kind()) {
      case SNAPSHOT_ROW, INSERT -> {
        Layout layout = layoutOf(change, schemas);
        GenericRowData after = decode(change.after(), layout);
        if (passes(after)) {
          out.collect(output(RowKind.INSERT, after, change, layout));
        }
      }
      case UPDATE -> update(change, schemas, out);
      case DELETE -> {
        Layout layout = layoutOf(change, schemas);
        GenericRowData before = decode(change.before(), layout);
        if (passes(before)) {
          out.collect(output(RowKind.DELETE, before, change, layout));
        }
      }
      case TRUNCATE ->
          throw new DoLakeException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "table "
                  + tableName
                  + " was truncated at LSN "
                  + change.lsn()
                  + ", which a Flink SQL changelog cannot express",
              "Start the query anew; use DELETE instead of TRUNCATE while queries run.");
      case DROP ->
          throw new DoLakeException(
              ErrorCode.UNDEFINED_TABLE,
              "table " + tableName + " was dropped at LSN " + change.lsn(),
              "Stop the query.");
      case SCHEMA, SNAPSHOT_COMPLETE -> {
        // The next row looks at the schemas anew.
      }
    }
  }

  private void update(ChangeRecord change, TableSchemas schemas, Collector<RowData> out) {
    Layout layout = layoutOf(change, schemas);
    GenericRowData before = decode(change.before(), layout);
    GenericRowData after = decode(change.after(), layout);
    boolean was = passes(before);
    boolean is = passes(after);
    if (was) {
      out.collect(output(is ? RowKind.UPDATE_BEFORE : RowKind.DELETE, before, change, layout));
    }
    if (is) {
      out.collect(output(was ? RowKind.UPDATE_AFTER : RowKind.INSERT, after, change, layout));
    }
  }

  private boolean passes(GenericRowData row) {
    return filter == null || Boolean.TRUE.equals(filter.test(row));
  }

  private GenericRowData output(
      RowKind kind, GenericRowData row, ChangeRecord change, Layout layout) {
    GenericRowData produced = new GenericRowData(kind, outputColumns.length + metadata.size());
    int field = 0;
    for (int column : outputColumns) {
      produced.setField(field++, row.getField(column));
    }
    for (MetadataColumn column : metadata) {
      produced.setField(field++, column.read(change, layout.table()));
    }
    return produced;
  }

  private GenericRowData decode(byte[] image, Layout layout) {
    Object[] values = layout.decoder().decode(image);
    GenericRowData row = new GenericRowData(columns.size());
    for (int column : neededColumns) {
      int ordinal = layout.ordinals()[column];
      Object value = ordinal < 0 ? null : values[ordinal];
      if (value != null) {
        row.setField(column, columns.get(column).converter().convert(value));
      } else if (!columns.get(column).nullable()) {
        throw new DoLakeException(
            ErrorCode.NOT_NULL_VIOLATION,
            "column "
                + columns.get(column).name()
                + " of table "
                + tableName
                + " is NULL but declared NOT NULL",
            "Declare the column as the database has it.");
      }
    }
    return row;
  }

  private Layout layoutOf(ChangeRecord change, TableSchemas schemas) {
    if (layouts == null) {
      layouts = new HashMap<>();
      columnIds = new HashMap<>();
    }
    TableDef newest = schemas.newest(change.shard(), change.tableId());
    if (newest == null) {
      byte[] image = change.after() != null ? change.after() : change.before();
      newest = schemas.version(change.shard(), change.tableId(), RowCodec.schemaVersionOf(image));
    }
    Layout known = layouts.get(change.tableId());
    if (known != null && known.table() == newest) {
      return known;
    }
    Layout layout = layout(newest, change.shard(), schemas);
    layouts.put(change.tableId(), layout);
    return layout;
  }

  private Layout layout(TableDef table, int shard, TableSchemas schemas) {
    int[] ids = columnIds.computeIfAbsent(table.id().value(), id -> resolve(table));
    int[] ordinals = Arrays.stream(ids).map(table::ordinalOf).toArray();
    int[] selected =
        Arrays.stream(neededColumns).map(column -> ordinals[column]).filter(o -> o >= 0).toArray();
    RowDecoder decoder =
        RowDecoder.of(
                table, version -> Optional.of(schemas.version(shard, table.id().value(), version)))
            .selecting(selected);
    return new Layout(table, decoder, ordinals);
  }

  private int[] resolve(TableDef table) {
    int[] ids = new int[columns.size()];
    for (int column : neededColumns) {
      int ordinal = table.ordinalOf(columns.get(column).name());
      if (ordinal < 0) {
        throw new DoLakeException(
            ErrorCode.UNDEFINED_COLUMN,
            "table " + tableName + " has no column " + columns.get(column).name(),
            "Its columns are "
                + String.join(", ", table.columns().stream().map(c -> c.name()).toList())
                + ".");
      }
      ids[column] = table.columns().get(ordinal).id();
    }
    return ids;
  }
}
