package io.dolake.flinksql.catalog;

import io.dolake.cdc.ConnectionConfig;
import io.dolake.cdc.jdbc.JdbcConfig;
import io.dolake.cdc.table.DoSqlConnectorOptions;
import io.dolake.common.catalog.TableDef;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Makes catalogs of type {@code dosql}. */
public final class DoSqlCatalogFactory implements CatalogFactory {
  public static final String IDENTIFIER = "dosql";

  public static final ConfigOption<String> DEFAULT_DATABASE =
      ConfigOptions.key("default-database")
          .stringType()
          .defaultValue(TableDef.DEFAULT_SCHEMA)
          .withDescription("Schema of the database that is current after USE CATALOG.");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(DoSqlConnectorOptions.ENDPOINTS);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(
        DEFAULT_DATABASE,
        DoSqlConnectorOptions.TOKEN,
        DoSqlConnectorOptions.TLS,
        DoSqlConnectorOptions.TLS_TRUSTED_CERTIFICATES,
        DoSqlConnectorOptions.RECONNECT_PATIENCE,
        DoSqlConnectorOptions.URL,
        DoSqlConnectorOptions.USERNAME,
        DoSqlConnectorOptions.PASSWORD);
  }

  @Override
  public Catalog createCatalog(Context context) {
    FactoryUtil.CatalogFactoryHelper helper = FactoryUtil.createCatalogFactoryHelper(this, context);
    helper.validate();
    ReadableConfig config = helper.getOptions();
    try {
      ConnectionConfig connection =
          new ConnectionConfig(
              config.get(DoSqlConnectorOptions.ENDPOINTS),
              DoSqlConnectorOptions.credentials(config),
              config.get(DoSqlConnectorOptions.TLS),
              config.get(DoSqlConnectorOptions.TLS_TRUSTED_CERTIFICATES),
              config.get(DoSqlConnectorOptions.RECONNECT_PATIENCE));
      JdbcConfig jdbc =
          config
              .getOptional(DoSqlConnectorOptions.URL)
              .map(
                  url ->
                      new JdbcConfig(
                          url,
                          config.get(DoSqlConnectorOptions.USERNAME),
                          config.get(DoSqlConnectorOptions.PASSWORD)))
              .orElse(null);
      return new DoSqlCatalog(
          context.getName(),
          config.get(DEFAULT_DATABASE),
          connection,
          jdbc,
          tableOptions(context.getOptions()));
    } catch (IllegalArgumentException e) {
      throw new ValidationException(e.getMessage(), e);
    }
  }

  /** The options that the catalog's tables have as well. */
  private static Map<String, String> tableOptions(Map<String, String> catalogOptions) {
    Map<String, String> options = new HashMap<>(catalogOptions);
    options.remove(DEFAULT_DATABASE.key());
    options.remove("type");
    options.remove("property-version");
    return options;
  }
}
