package io.dolake.cdc.table;

import io.dolake.cdc.FeedCredentials;
import io.dolake.cdc.StartupMode;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** Options of tables {@code dosql-cdc} and {@code dosql}. */
public final class DoSqlConnectorOptions {
  public static final ConfigOption<List<String>> ENDPOINTS =
      ConfigOptions.key("endpoints")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription("host:port of each node's change feed, separated by semicolons.");
  public static final ConfigOption<String> TABLE =
      ConfigOptions.key("table-name")
          .stringType()
          .noDefaultValue()
          .withDescription("The table in the database, as schema.table or table (in main).");
  public static final ConfigOption<String> TOKEN =
      ConfigOptions.key("token")
          .stringType()
          .noDefaultValue()
          .withDescription("The nodes' feed.token; goes before username and password.");
  public static final ConfigOption<Boolean> TLS =
      ConfigOptions.key("tls")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether to speak TLS with the change feed.");
  public static final ConfigOption<String> TLS_TRUSTED_CERTIFICATES =
      ConfigOptions.key("tls.trusted-certificates")
          .stringType()
          .noDefaultValue()
          .withDescription("PEM file with the certificates to trust; the JVM's by default.");
  public static final ConfigOption<String> SLOT_NAME =
      ConfigOptions.key("slot.name")
          .stringType()
          .noDefaultValue()
          .withDescription("Replication slot; a temporary one by default.");
  public static final ConfigOption<StartupMode.Kind> STARTUP_MODE =
      ConfigOptions.key("scan.startup.mode")
          .enumType(StartupMode.Kind.class)
          .defaultValue(StartupMode.Kind.INITIAL)
          .withDescription("Where a job without a checkpoint begins.");
  public static final ConfigOption<String> STARTUP_LSN =
      ConfigOptions.key("scan.startup.lsn")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "For mode lsn: read after this LSN of shard 0, or after shard:lsn[,shard:lsn].");
  public static final ConfigOption<Long> STARTUP_TIMESTAMP_MILLIS =
      ConfigOptions.key("scan.startup.timestamp-millis")
          .longType()
          .noDefaultValue()
          .withDescription("For mode timestamp: read what was committed after this time.");
  public static final ConfigOption<Boolean> BOUNDED =
      ConfigOptions.key("scan.bounded")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether to end at what was committed when the job began.");
  public static final ConfigOption<Duration> HEARTBEAT_INTERVAL =
      ConfigOptions.key("heartbeat.interval")
          .durationType()
          .defaultValue(Duration.ofMillis(200))
          .withDescription("How often watermarks advance while nothing is committed.");
  public static final ConfigOption<Duration> RECONNECT_PATIENCE =
      ConfigOptions.key("reconnect.patience")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription("How long to try again when a node is gone before the job fails.");
  public static final ConfigOption<Integer> SPLITS_PER_TABLE =
      ConfigOptions.key("scan.splits-per-table")
          .intType()
          .defaultValue(8)
          .withDescription("Into how many ranges the initial load is divided, about.");

  public static final ConfigOption<String> URL =
      ConfigOptions.key("url")
          .stringType()
          .noDefaultValue()
          .withDescription("JDBC address of the node: jdbc:postgresql://host:port/database.");
  public static final ConfigOption<String> USERNAME =
      ConfigOptions.key("username")
          .stringType()
          .noDefaultValue()
          .withDescription("User of the database, for nodes that have users.");
  public static final ConfigOption<String> PASSWORD =
      ConfigOptions.key("password").stringType().noDefaultValue().withDescription("Its password.");
  public static final ConfigOption<Integer> LOOKUP_THREADS =
      ConfigOptions.key("lookup.threads")
          .intType()
          .defaultValue(4)
          .withDescription("Connections, each with a thread, that serve lookups of a subtask.");
  public static final ConfigOption<Integer> SINK_BUFFER_MAX_ROWS =
      ConfigOptions.key("sink.buffer-flush.max-rows")
          .intType()
          .defaultValue(500)
          .withDescription("Rows written in one transaction at most.");
  public static final ConfigOption<Duration> SINK_BUFFER_INTERVAL =
      ConfigOptions.key("sink.buffer-flush.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("How long rows wait at most before they are written.");
  public static final ConfigOption<Integer> SINK_MAX_RETRIES =
      ConfigOptions.key("sink.max-retries")
          .intType()
          .defaultValue(10)
          .withDescription("How often a write is tried again after a conflict or a lost node.");

  private DoSqlConnectorOptions() {}

  /** What to show nodes that ask who reads the change feed. */
  public static FeedCredentials credentials(ReadableConfig config) {
    return FeedCredentials.of(config.get(TOKEN), config.get(USERNAME), config.get(PASSWORD));
  }
}
