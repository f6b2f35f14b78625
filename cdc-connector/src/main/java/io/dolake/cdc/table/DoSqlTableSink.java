package io.dolake.cdc.table;

import io.dolake.cdc.jdbc.DoSqlSink;
import io.dolake.cdc.jdbc.TableShape;
import java.util.Arrays;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Writes a stream to a table: upserts and deletes when it has a primary key, else inserts. */
final class DoSqlTableSink implements DynamicTableSink {
  private final TableOptions options;
  private final DataType physicalType;
  private final int[] keyColumns;

  DoSqlTableSink(TableOptions options, DataType physicalType, int[] keyColumns) {
    this.options = options;
    this.physicalType = physicalType;
    this.keyColumns = keyColumns.clone();
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
    return keyColumns.length == 0 ? ChangelogMode.insertOnly() : ChangelogMode.upsert(false);
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    TableShape shape =
        new TableShape(
            options.schema(),
            options.table(),
            DataType.getFieldNames(physicalType),
            ((RowType) physicalType.getLogicalType()).getChildren(),
            Arrays.stream(keyColumns).boxed().toList());
    return SinkV2Provider.of(
        new DoSqlSink(options.jdbc().orElseThrow(), shape, options.buffering()));
  }

  @Override
  public DynamicTableSink copy() {
    return new DoSqlTableSink(options, physicalType, keyColumns);
  }

  @Override
  public String asSummaryString() {
    return "DoSQL table " + options.qualifiedName();
  }
}
