package io.dolake.cdc.table;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** {@code 'connector' = 'dosql-cdc'}: the changes of a table. */
public final class DoSqlCdcTableFactory implements DynamicTableSourceFactory {
  public static final String IDENTIFIER = "dosql-cdc";

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(DoSqlConnectorOptions.ENDPOINTS, DoSqlConnectorOptions.TABLE);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(
        DoSqlConnectorOptions.TOKEN,
        DoSqlConnectorOptions.USERNAME,
        DoSqlConnectorOptions.PASSWORD,
        DoSqlConnectorOptions.TLS,
        DoSqlConnectorOptions.TLS_TRUSTED_CERTIFICATES,
        DoSqlConnectorOptions.SLOT_NAME,
        DoSqlConnectorOptions.STARTUP_MODE,
        DoSqlConnectorOptions.STARTUP_LSN,
        DoSqlConnectorOptions.STARTUP_TIMESTAMP_MILLIS,
        DoSqlConnectorOptions.BOUNDED,
        DoSqlConnectorOptions.HEARTBEAT_INTERVAL,
        DoSqlConnectorOptions.RECONNECT_PATIENCE,
        DoSqlConnectorOptions.SPLITS_PER_TABLE);
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    return new DoSqlTableSource(
        new TableOptions(helper.getOptions()), context.getPhysicalRowDataType());
  }
}
