package io.dolake.cdc.table;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.lookup.LookupOptions;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * {@code 'connector' = 'dosql'}: lookups and writes over JDBC, and with {@code endpoints} the
 * table's changes as well.
 */
public final class DoSqlTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
  public static final String IDENTIFIER = "dosql";

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(DoSqlConnectorOptions.URL, DoSqlConnectorOptions.TABLE);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    Set<ConfigOption<?>> options = new HashSet<>(new DoSqlCdcTableFactory().optionalOptions());
    options.add(DoSqlConnectorOptions.ENDPOINTS);
    options.add(DoSqlConnectorOptions.LOOKUP_THREADS);
    options.add(DoSqlConnectorOptions.SINK_BUFFER_MAX_ROWS);
    options.add(DoSqlConnectorOptions.SINK_BUFFER_INTERVAL);
    options.add(DoSqlConnectorOptions.SINK_MAX_RETRIES);
    options.add(LookupOptions.CACHE_TYPE);
    options.add(LookupOptions.MAX_RETRIES);
    options.add(LookupOptions.PARTIAL_CACHE_EXPIRE_AFTER_ACCESS);
    options.add(LookupOptions.PARTIAL_CACHE_EXPIRE_AFTER_WRITE);
    options.add(LookupOptions.PARTIAL_CACHE_CACHE_MISSING_KEY);
    options.add(LookupOptions.PARTIAL_CACHE_MAX_ROWS);
    return options;
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    return new DoSqlTableSource(options(context), context.getPhysicalRowDataType());
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    return new DoSqlTableSink(
        options(context), context.getPhysicalRowDataType(), context.getPrimaryKeyIndexes());
  }

  private TableOptions options(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    return new TableOptions(helper.getOptions());
  }
}
