package io.dolake.cdc.table;

import io.dolake.cdc.ConnectionConfig;
import io.dolake.cdc.DoSqlSourceBuilder;
import io.dolake.cdc.StartupMode;
import io.dolake.cdc.jdbc.DoSqlSink;
import io.dolake.cdc.jdbc.JdbcConfig;
import io.dolake.common.catalog.TableDef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.source.lookup.LookupOptions;
import org.apache.flink.table.connector.source.lookup.cache.DefaultLookupCache;
import org.apache.flink.table.connector.source.lookup.cache.LookupCache;

/** A table's options, checked. */
final class TableOptions {
  private final ReadableConfig config;
  private final Optional<ConnectionConfig> connection;
  private final Optional<JdbcConfig> jdbc;
  private final StartupMode startup;
  private final String schema;
  private final String table;

  /**
   * @throws ValidationException with one line about what is wrong
   */
  TableOptions(ReadableConfig config) {
    this.config = config;
    String name = config.get(DoSqlConnectorOptions.TABLE);
    int dot = name.indexOf('.');
    this.schema = dot < 0 ? TableDef.DEFAULT_SCHEMA : name.substring(0, dot);
    this.table = name.substring(dot + 1);
    if (schema.isBlank() || table.isBlank() || table.indexOf('*') >= 0) {
      throw new ValidationException("'table-name' must name one table: " + name);
    }
    try {
      this.connection = connectionOf(config);
      this.jdbc =
          config
              .getOptional(DoSqlConnectorOptions.URL)
              .map(
                  url ->
                      new JdbcConfig(
                          url,
                          config.get(DoSqlConnectorOptions.USERNAME),
                          config.get(DoSqlConnectorOptions.PASSWORD)));
      this.startup = startupOf(config);
      buffering();
    } catch (IllegalArgumentException e) {
      throw new ValidationException(e.getMessage(), e);
    }
  }

  private static Optional<ConnectionConfig> connectionOf(ReadableConfig config) {
    List<String> endpoints = config.get(DoSqlConnectorOptions.ENDPOINTS);
    if (endpoints == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ConnectionConfig(
            endpoints,
            DoSqlConnectorOptions.credentials(config),
            config.get(DoSqlConnectorOptions.TLS),
            config.get(DoSqlConnectorOptions.TLS_TRUSTED_CERTIFICATES),
            config.get(DoSqlConnectorOptions.RECONNECT_PATIENCE)));
  }

  private static StartupMode startupOf(ReadableConfig config) {
    return switch (config.get(DoSqlConnectorOptions.STARTUP_MODE)) {
      case INITIAL -> StartupMode.initial();
      case LATEST -> StartupMode.latest();
      case LSN ->
          StartupMode.afterLsn(
              lsns(required(config.get(DoSqlConnectorOptions.STARTUP_LSN), "scan.startup.lsn")));
      case TIMESTAMP ->
          StartupMode.afterTimestamp(
              required(
                  config.get(DoSqlConnectorOptions.STARTUP_TIMESTAMP_MILLIS),
                  "scan.startup.timestamp-millis"));
    };
  }

  private static <T> T required(T value, String key) {
    if (value == null) {
      throw new ValidationException("this 'scan.startup.mode' needs '" + key + "'");
    }
    return value;
  }

  /** {@code 17} means shard 0; {@code 0:17,1:4} names the shards. */
  private static Map<Integer, Long> lsns(String text) {
    Map<Integer, Long> lsns = new HashMap<>();
    try {
      for (String part : text.split(",")) {
        int colon = part.indexOf(':');
        lsns.put(
            colon < 0 ? 0 : Integer.parseInt(part.substring(0, colon).trim()),
            Long.parseLong(part.substring(colon + 1).trim()));
      }
    } catch (NumberFormatException e) {
      throw new ValidationException(
          "'scan.startup.lsn' must be an LSN or shard:lsn[,shard:lsn]: " + text, e);
    }
    return lsns;
  }

  String schema() {
    return schema;
  }

  String table() {
    return table;
  }

  String qualifiedName() {
    return schema + "." + table;
  }

  Optional<ConnectionConfig> connection() {
    return connection;
  }

  Optional<JdbcConfig> jdbc() {
    return jdbc;
  }

  /** Sets everything but tables and deserializer. */
  void configure(DoSqlSourceBuilder<?> builder) {
    ConnectionConfig feed = connection.orElseThrow();
    builder
        .endpoints(feed.endpoints().toArray(String[]::new))
        .credentials(feed.credentials())
        .reconnectPatience(feed.patience())
        .slot(config.get(DoSqlConnectorOptions.SLOT_NAME))
        .startup(startup)
        .heartbeat(config.get(DoSqlConnectorOptions.HEARTBEAT_INTERVAL))
        .splitsPerTable(config.get(DoSqlConnectorOptions.SPLITS_PER_TABLE));
    if (feed.tls()) {
      builder.tls(feed.trustedCertificates());
    }
    if (config.get(DoSqlConnectorOptions.BOUNDED)) {
      builder.bounded();
    }
  }

  int lookupThreads() {
    return config.get(DoSqlConnectorOptions.LOOKUP_THREADS);
  }

  int lookupMaxRetries() {
    return config.get(LookupOptions.MAX_RETRIES);
  }

  Optional<LookupCache> lookupCache() {
    return config.get(LookupOptions.CACHE_TYPE) == LookupOptions.LookupCacheType.PARTIAL
        ? Optional.of(DefaultLookupCache.fromConfig(config))
        : Optional.empty();
  }

  DoSqlSink.Buffering buffering() {
    return new DoSqlSink.Buffering(
        config.get(DoSqlConnectorOptions.SINK_BUFFER_MAX_ROWS),
        config.get(DoSqlConnectorOptions.SINK_BUFFER_INTERVAL),
        config.get(DoSqlConnectorOptions.SINK_MAX_RETRIES));
  }
}
