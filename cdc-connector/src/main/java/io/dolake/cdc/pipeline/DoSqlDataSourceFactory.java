package io.dolake.cdc.pipeline;

import io.dolake.cdc.DoSqlSource;
import io.dolake.cdc.DoSqlSourceBuilder;
import io.dolake.cdc.FeedCredentials;
import io.dolake.cdc.StartupMode;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.cdc.common.configuration.ConfigOption;
import org.apache.flink.cdc.common.configuration.ConfigOptions;
import org.apache.flink.cdc.common.configuration.Configuration;
import org.apache.flink.cdc.common.event.Event;
import org.apache.flink.cdc.common.factories.DataSourceFactory;
import org.apache.flink.cdc.common.factories.FactoryHelper;
import org.apache.flink.cdc.common.source.DataSource;

/** {@code source: {type: dosql}} of a Flink CDC pipeline. */
public final class DoSqlDataSourceFactory implements DataSourceFactory {
  public static final String IDENTIFIER = "dosql";

  static final ConfigOption<String> ENDPOINTS =
      ConfigOptions.key("endpoints")
          .stringType()
          .noDefaultValue()
          .withDescription("host:port of each node's change feed, separated by commas.");
  static final ConfigOption<String> TABLES =
      ConfigOptions.key("tables")
          .stringType()
          .noDefaultValue()
          .withDescription("schema.table, separated by commas; a star stands for any characters.");
  static final ConfigOption<String> TOKEN =
      ConfigOptions.key("token")
          .stringType()
          .noDefaultValue()
          .withDescription("The nodes' feed.token.");
  static final ConfigOption<String> USERNAME =
      ConfigOptions.key("username")
          .stringType()
          .noDefaultValue()
          .withDescription("User of the database, for nodes that have users.");
  static final ConfigOption<String> PASSWORD =
      ConfigOptions.key("password").stringType().noDefaultValue().withDescription("Its password.");
  static final ConfigOption<String> TLS_TRUSTED_CERTIFICATES =
      ConfigOptions.key("tls.trusted-certificates")
          .stringType()
          .noDefaultValue()
          .withDescription("PEM file with the certificates to trust; turns TLS on.");
  static final ConfigOption<String> SLOT_NAME =
      ConfigOptions.key("slot.name")
          .stringType()
          .noDefaultValue()
          .withDescription("Replication slot; a temporary one by default.");
  static final ConfigOption<String> STARTUP_MODE =
      ConfigOptions.key("scan.startup.mode")
          .stringType()
          .defaultValue("initial")
          .withDescription("initial, latest or timestamp.");
  static final ConfigOption<Long> STARTUP_TIMESTAMP_MILLIS =
      ConfigOptions.key("scan.startup.timestamp-millis")
          .longType()
          .defaultValue(0L)
          .withDescription("For mode timestamp: read what was committed after this time.");
  static final ConfigOption<Duration> RECONNECT_PATIENCE =
      ConfigOptions.key("reconnect.patience")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription("How long to try again when a node is gone before the job fails.");

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(ENDPOINTS, TABLES);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(
        TOKEN,
        USERNAME,
        PASSWORD,
        TLS_TRUSTED_CERTIFICATES,
        SLOT_NAME,
        STARTUP_MODE,
        STARTUP_TIMESTAMP_MILLIS,
        RECONNECT_PATIENCE);
  }

  @Override
  public DataSource createDataSource(Context context) {
    FactoryHelper.createFactoryHelper(this, context).validate();
    Configuration config = context.getFactoryConfiguration();
    String[] endpoints = list(config.get(ENDPOINTS));
    String[] tables = list(config.get(TABLES));
    DoSqlSourceBuilder<Event> builder =
        DoSqlSource.<Event>builder()
            .endpoints(endpoints)
            .tables(tables)
            .credentials(
                FeedCredentials.of(config.get(TOKEN), config.get(USERNAME), config.get(PASSWORD)))
            .slot(config.get(SLOT_NAME))
            .startup(startup(config))
            .reconnectPatience(config.get(RECONNECT_PATIENCE))
            .deserializer(new CdcEventDeserializer());
    if (config.get(TLS_TRUSTED_CERTIFICATES) != null) {
      builder.tls(config.get(TLS_TRUSTED_CERTIFICATES));
    }
    DoSqlSource<Event> source = builder.build();
    return new DoSqlDataSource(source);
  }

  private static String[] list(String text) {
    return text.trim().split("\\s*,\\s*");
  }

  private static StartupMode startup(Configuration config) {
    String mode = config.get(STARTUP_MODE).toLowerCase(Locale.ROOT);
    return switch (mode) {
      case "initial" -> StartupMode.initial();
      case "latest" -> StartupMode.latest();
      case "timestamp" -> StartupMode.afterTimestamp(config.get(STARTUP_TIMESTAMP_MILLIS));
      default ->
          throw new DoLakeException(
              ErrorCode.INVALID_PARAMETER,
              "unknown scan.startup.mode: " + mode,
              "Use initial, latest or timestamp.");
    };
  }
}
