package io.dolake.cdc;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Builds a {@link DoSqlSource}. Endpoints and a deserializer are needed, all else has defaults. */
public final class DoSqlSourceBuilder<T> {
  private List<String> endpoints = List.of();
  private FeedCredentials credentials = FeedCredentials.NONE;
  private boolean tls;
  private String trustedCertificates;
  private Duration patience = Duration.ofMinutes(10);
  private List<String> tables = List.of();
  private String slot;
  private StartupMode startup = StartupMode.initial();
  private boolean bounded;
  private EventTime eventTime = EventTime.HLC;
  private boolean omitBeforeImages;
  private Duration heartbeat = Duration.ofMillis(200);
  private Duration discoveryInterval = Duration.ofSeconds(30);
  private int splitsPerTable = 8;
  private int pageBytes = 1 << 20;
  private ChangeDeserializer<T> deserializer;

  DoSqlSourceBuilder() {}

  /** {@code host:port} of each node's change feed. */
  public DoSqlSourceBuilder<T> endpoints(String... hostsAndPorts) {
    this.endpoints = List.of(hostsAndPorts);
    return this;
  }

  /** What to show nodes that ask who reads: a token, or a user's password. Default nothing. */
  public DoSqlSourceBuilder<T> credentials(FeedCredentials shown) {
    this.credentials = shown;
    return this;
  }

  /** Speaks TLS; trusts the certificates of a PEM file, or those of the JVM when it is null. */
  public DoSqlSourceBuilder<T> tls(String trustedCertificatesPath) {
    this.tls = true;
    this.trustedCertificates = trustedCertificatesPath;
    return this;
  }

  /** How long to try again when a node is gone, before the job fails. Default 10 minutes. */
  public DoSqlSourceBuilder<T> reconnectPatience(Duration howLong) {
    this.patience = howLong;
    return this;
  }

  /** Tables as {@code schema.table}; a star stands for any characters. Default all. */
  public DoSqlSourceBuilder<T> tables(String... patterns) {
    this.tables = List.of(patterns);
    return this;
  }

  /**
   * Replication slot that keeps the log for this job, created when missing. Without one a temporary
   * slot is used, which the node drops when nobody has read from it for a while.
   */
  public DoSqlSourceBuilder<T> slot(String name) {
    this.slot = name;
    return this;
  }

  public DoSqlSourceBuilder<T> startup(StartupMode mode) {
    this.startup = mode;
    return this;
  }

  /** Ends the source at what was committed when it began. */
  public DoSqlSourceBuilder<T> bounded() {
    this.bounded = true;
    return this;
  }

  /** What timestamps and watermarks count. Default {@link EventTime#HLC}. */
  public DoSqlSourceBuilder<T> eventTime(EventTime unit) {
    this.eventTime = unit;
    return this;
  }

  /** Leaves before images on the node, which makes updates half as large. */
  public DoSqlSourceBuilder<T> omitBeforeImages() {
    this.omitBeforeImages = true;
    return this;
  }

  /** Longest silence of a shard without commits; watermarks come as often. Default 200 ms. */
  public DoSqlSourceBuilder<T> heartbeat(Duration interval) {
    this.heartbeat = interval;
    return this;
  }

  /** How often to look for new shards; zero for never. Default 30 s. */
  public DoSqlSourceBuilder<T> discoveryInterval(Duration interval) {
    this.discoveryInterval = interval;
    return this;
  }

  /** Into how many ranges, about, a table's initial load is divided. Default 8. */
  public DoSqlSourceBuilder<T> splitsPerTable(int count) {
    this.splitsPerTable = count;
    return this;
  }

  /** Size of the pages of the initial load. Default 1 MiB. */
  public DoSqlSourceBuilder<T> pageBytes(int size) {
    this.pageBytes = size;
    return this;
  }

  public DoSqlSourceBuilder<T> deserializer(ChangeDeserializer<T> changeDeserializer) {
    this.deserializer = changeDeserializer;
    return this;
  }

  /**
   * Concludes.
   *
   * @throws IllegalArgumentException with one line about what is wrong
   */
  public DoSqlSource<T> build() {
    Objects.requireNonNull(deserializer, "deserializer");
    ConnectionConfig connection =
        new ConnectionConfig(endpoints, credentials, tls, trustedCertificates, patience);
    return new DoSqlSource<>(
        new SourceConfig(
            connection,
            tables,
            slot,
            startup,
            bounded,
            eventTime,
            omitBeforeImages,
            heartbeat,
            discoveryInterval,
            splitsPerTable,
            pageBytes),
        deserializer);
  }
}
