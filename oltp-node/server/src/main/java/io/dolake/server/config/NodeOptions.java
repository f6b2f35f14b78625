package io.dolake.server.config;

import io.dolake.storage.Durability;
import io.dolake.storage.IsolationLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every option of a node. */
public final class NodeOptions {
  public static final ConfigOption<Path> DATA_DIRECTORY =
      new ConfigOption<>(
          "data.directory",
          "path",
          "dolake-data",
          OptionParsers::path,
          "Directory of the shard; created if it does not exist.");
  public static final ConfigOption<Durability> DURABILITY =
      new ConfigOption<>(
          "durability",
          "fsync, os",
          "fsync",
          OptionParsers.oneOf(Durability.class),
          "Commits survive power loss (fsync), or only the end of the process (os).");
  public static final ConfigOption<Long> ROW_CACHE =
      size(
          "data.row-cache",
          0,
          1L << 30,
          "128MiB",
          "Memory outside the heap for copies of rows read by key; 0 for none.");
  public static final ConfigOption<String> HOST =
      new ConfigOption<>(
          "host",
          "address",
          "127.0.0.1",
          OptionParsers.nonEmpty(),
          "Address that every port listens on.");
  public static final ConfigOption<Integer> PG_PORT =
      port("pg.port", "15432", "Port of the PostgreSQL protocol; 0 takes a free one.");
  public static final ConfigOption<Optional<Path>> PG_SOCKET_DIRECTORY =
      new ConfigOption<>(
          "pg.socket-directory",
          "path",
          "",
          OptionParsers::optionalPath,
          "Directory of a Unix-domain socket for PostgreSQL clients beside the port; empty for none.");
  public static final ConfigOption<Integer> FEED_PORT =
      port("feed.port", "15433", "Port of the change feed (gRPC); 0 takes a free one.");
  public static final ConfigOption<Optional<String>> FEED_TOKEN =
      token(
          "feed.token",
          "Token that opens the change feed; empty leaves it to users, or open without any.");
  public static final ConfigOption<Optional<String>> FEED_JOB_TOKEN =
      token(
          "feed.job-token",
          "Token of the lake job; opens the feed too, but asks nobody else for one.");
  public static final ConfigOption<Integer> FEED_MAX_STREAMS =
      count("feed.max-streams", 1, 4096, "64", "Streams of changes open at the same time.");
  public static final ConfigOption<Integer> FEED_WORKER_THREADS =
      count("feed.worker-threads", 1, 256, "4", "Threads for snapshot pages and short calls.");
  public static final ConfigOption<Duration> FEED_TEMPORARY_SLOT_TTL =
      duration(
          "feed.temporary-slot-ttl",
          "15m",
          "Temporary slots that nobody streams from for so long are dropped.");
  public static final ConfigOption<Integer> HTTP_PORT =
      port("http.port", "15434", "Port of /health and /metrics; 0 takes a free one.");
  public static final ConfigOption<Integer> PG_MAX_CONNECTIONS =
      count("pg.max-connections", 1, 100_000, "2000", "Connections open at the same time.");
  public static final ConfigOption<Long> PG_MAX_MESSAGE_SIZE =
      size("pg.max-message-size", 8 << 10, 1L << 30, "64MiB", "Largest message a client may send.");
  public static final ConfigOption<Integer> PG_WORKER_THREADS =
      count(
          "pg.worker-threads",
          1,
          4096,
          "64",
          "Threads for statements that may wait or run long; more of them queue.");
  public static final ConfigOption<Integer> PG_EVENT_LOOPS =
      count("pg.event-loops", 0, 256, "0", "Network threads; 0 means one for each processor.");
  public static final ConfigOption<Duration> PG_STARTUP_TIMEOUT =
      duration("pg.startup-timeout", "30s", "Time a client has to start up and authenticate.");
  public static final ConfigOption<IsolationLevel> DEFAULT_ISOLATION =
      new ConfigOption<>(
          "sql.default-isolation",
          "read-committed, snapshot, serializable",
          "read-committed",
          OptionParsers.oneOf(IsolationLevel.class),
          "Isolation of transactions that name none, for clients of the PostgreSQL protocol.");
  public static final ConfigOption<Duration> STATEMENT_TIMEOUT =
      duration("sql.statement-timeout", "0", "Longest run of one statement; 0 for no limit.");
  public static final ConfigOption<Duration> LOCK_TIMEOUT =
      duration("sql.lock-timeout", "10s", "Longest wait for a row lock.");
  public static final ConfigOption<Duration> IDLE_TRANSACTION_TIMEOUT =
      duration(
          "sql.idle-transaction-timeout",
          "10m",
          "Connections idle inside a transaction for longer are closed; 0 for no limit.");
  public static final ConfigOption<Long> STATEMENT_MEMORY =
      size(
          "sql.statement-memory",
          1 << 20,
          1L << 40,
          "64MiB",
          "Memory one statement's work may use.");
  public static final ConfigOption<Duration> SLOW_QUERY_THRESHOLD =
      duration(
          "log.slow-query-threshold", "1s", "Statements that run longer are logged; 0 is off.");
  public static final ConfigOption<Optional<Path>> TLS_CERTIFICATE =
      new ConfigOption<>(
          "tls.certificate",
          "path",
          "",
          OptionParsers::optionalPath,
          "PEM file with the server's certificate chain; empty for no TLS.");
  public static final ConfigOption<Optional<Path>> TLS_KEY =
      new ConfigOption<>(
          "tls.key",
          "path",
          "",
          OptionParsers::optionalPath,
          "PEM file with the certificate's private key (PKCS #8).");
  public static final ConfigOption<Boolean> TLS_REQUIRED =
      new ConfigOption<>(
          "tls.required",
          "true, false",
          "false",
          OptionParsers::bool,
          "Refuse clients that do not ask for TLS.");

  private static final List<ConfigOption<?>> ALL =
      List.of(
          DATA_DIRECTORY,
          DURABILITY,
          ROW_CACHE,
          HOST,
          PG_PORT,
          PG_SOCKET_DIRECTORY,
          FEED_PORT,
          FEED_TOKEN,
          FEED_JOB_TOKEN,
          FEED_MAX_STREAMS,
          FEED_WORKER_THREADS,
          FEED_TEMPORARY_SLOT_TTL,
          HTTP_PORT,
          PG_MAX_CONNECTIONS,
          PG_MAX_MESSAGE_SIZE,
          PG_WORKER_THREADS,
          PG_EVENT_LOOPS,
          PG_STARTUP_TIMEOUT,
          DEFAULT_ISOLATION,
          STATEMENT_TIMEOUT,
          LOCK_TIMEOUT,
          IDLE_TRANSACTION_TIMEOUT,
          STATEMENT_MEMORY,
          SLOW_QUERY_THRESHOLD,
          TLS_CERTIFICATE,
          TLS_KEY,
          TLS_REQUIRED);

  private NodeOptions() {}

  /** In the order in which they are documented. */
  public static List<ConfigOption<?>> all() {
    return ALL;
  }

  private static ConfigOption<Optional<String>> token(String key, String description) {
    return new ConfigOption<>(
        key,
        "text",
        "",
        text -> text.isBlank() ? Optional.empty() : Optional.of(text),
        description);
  }

  private static ConfigOption<Integer> port(String key, String defaultText, String description) {
    return new ConfigOption<>(
        key, "port", defaultText, OptionParsers.integer(0, 65_535), description);
  }

  private static ConfigOption<Integer> count(
      String key, int minimum, int maximum, String defaultText, String description) {
    return new ConfigOption<>(
        key, "count", defaultText, OptionParsers.integer(minimum, maximum), description);
  }

  private static ConfigOption<Long> size(
      String key, long minimum, long maximum, String defaultText, String description) {
    return new ConfigOption<>(
        key, "bytes", defaultText, OptionParsers.bytes(minimum, maximum), description);
  }

  private static ConfigOption<Duration> duration(
      String key, String defaultText, String description) {
    return new ConfigOption<>(key, "duration", defaultText, OptionParsers::duration, description);
  }
}
