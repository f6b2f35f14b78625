package io.dolake.catalog;

import io.dolake.catalog.auth.AuthConfig;
import io.dolake.catalog.http.HttpConfig;
import io.dolake.catalog.http.TlsConfig;
import io.dolake.catalog.s3.S3Delegation;
import io.dolake.catalog.store.DatabaseConfig;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Fills in a {@link CatalogConfig}; what is not set has the documented default. */
public final class CatalogConfigBuilder {
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  private String host = "127.0.0.1";
  private int port;
  private TlsConfig tls;
  private boolean behindTlsProxy;
  private int httpThreads = 64;
  private long maxRequestBytes = 64L << 20;
  private Duration requestWait = Duration.ofSeconds(30);
  private String jdbcUrl;
  private String databaseUser;
  private String databasePassword;
  private int databaseConnections = 16;
  private Duration databaseWait = Duration.ofSeconds(10);
  private String warehouseName = "dolake";
  private String warehouseLocation;
  private List<String> allowedLocations = List.of();
  private Map<String, String> fileIoProperties = Map.of();
  private Map<String, String> clientDefaults = Map.of();
  private Map<String, String> tableDefaults = Map.of();
  private long metadataCacheBytes = 128L << 20;
  private Duration idempotencyKeyLifetime = Duration.ofMinutes(30);
  private Duration eventRetention = Duration.ofDays(1);
  private AuthConfig auth;
  private boolean anonymousAccess;
  private S3Delegation s3Delegation = S3Delegation.OFF;

  CatalogConfigBuilder() {}

  /** Address to listen on; the loopback address unless set. */
  public CatalogConfigBuilder host(String value) {
    host = value;
    return this;
  }

  /** Port to listen on; any free one unless set. */
  public CatalogConfigBuilder port(int value) {
    port = value;
    return this;
  }

  /** Speaks TLS with this certificate; plain HTTP unless set. */
  public CatalogConfigBuilder tls(TlsConfig value) {
    tls = value;
    return this;
  }

  /** Whether a proxy in front of the server speaks TLS, so that tokens may come by plain HTTP. */
  public CatalogConfigBuilder behindTlsProxy(boolean value) {
    behindTlsProxy = value;
    return this;
  }

  /** The most threads that serve requests. */
  public CatalogConfigBuilder httpThreads(int value) {
    httpThreads = value;
    return this;
  }

  /** The largest request body that is read. */
  public CatalogConfigBuilder maxRequestBytes(long value) {
    maxRequestBytes = value;
    return this;
  }

  /** How long a request may wait for another one that changes the same table. */
  public CatalogConfigBuilder requestWait(Duration value) {
    requestWait = value;
    return this;
  }

  /** {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE}. Required. */
  public CatalogConfigBuilder jdbcUrl(String value) {
    jdbcUrl = value;
    return this;
  }

  /** Database user and password, if the URL does not say. */
  public CatalogConfigBuilder databaseCredentials(String user, String password) {
    databaseUser = user;
    databasePassword = password;
    return this;
  }

  /** Connections to PostgreSQL. */
  public CatalogConfigBuilder databaseConnections(int value) {
    databaseConnections = value;
    return this;
  }

  /** How long a request may wait for a database connection. */
  public CatalogConfigBuilder databaseWait(Duration value) {
    databaseWait = value;
    return this;
  }

  /** Name clients may ask for the warehouse by. */
  public CatalogConfigBuilder warehouseName(String value) {
    warehouseName = value;
    return this;
  }

  /** URI below which tables keep their files. Required. */
  public CatalogConfigBuilder warehouseLocation(String value) {
    warehouseLocation = value;
    return this;
  }

  /** Further URIs below which tables may keep their files. */
  public CatalogConfigBuilder allowedLocations(List<String> value) {
    allowedLocations = value;
    return this;
  }

  /** Properties of the server's own file access, such as {@code s3.endpoint}. */
  public CatalogConfigBuilder fileIoProperties(Map<String, String> value) {
    fileIoProperties = value;
    return this;
  }

  /** Properties sent to every client; no secrets. */
  public CatalogConfigBuilder clientDefaults(Map<String, String> value) {
    clientDefaults = value;
    return this;
  }

  /** Properties of new tables that the request does not set. */
  public CatalogConfigBuilder tableDefaults(Map<String, String> value) {
    tableDefaults = value;
    return this;
  }

  /** About how much heap cached table metadata may take. */
  public CatalogConfigBuilder metadataCacheBytes(long value) {
    metadataCacheBytes = value;
    return this;
  }

  /** How long a request may be repeated with its idempotency key. */
  public CatalogConfigBuilder idempotencyKeyLifetime(Duration value) {
    idempotencyKeyLifetime = value;
    return this;
  }

  /** How long events are kept. */
  public CatalogConfigBuilder eventRetention(Duration value) {
    eventRetention = value;
    return this;
  }

  /** Demands tokens of clients. Without it everybody may do everything. */
  public CatalogConfigBuilder auth(AuthConfig value) {
    auth = value;
    return this;
  }

  /** How clients reach tables' files in an S3-compatible store. */
  public CatalogConfigBuilder s3Delegation(S3Delegation value) {
    s3Delegation = value;
    return this;
  }

  /** Lets everybody who reaches a public address do everything. */
  public CatalogConfigBuilder anonymousAccess(boolean value) {
    anonymousAccess = value;
    return this;
  }

  /**
   * @throws IllegalArgumentException naming everything that is wrong
   */
  public CatalogConfig build() {
    List<String> problems = new ArrayList<>();
    demand(jdbcUrl != null, "the database's JDBC URL is missing", problems);
    demand(warehouseLocation != null, "the warehouse's location is missing", problems);
    demand(port >= 0 && port <= 65_535, "port must be from 0 to 65535: " + port, problems);
    demand(httpThreads >= 8, "at least 8 HTTP threads are needed: " + httpThreads, problems);
    demand(
        maxRequestBytes >= 1 << 16 && maxRequestBytes < Integer.MAX_VALUE,
        "the largest request must be from 64 KiB to 2 GiB: " + maxRequestBytes,
        problems);
    demand(databaseConnections >= 1, "at least 1 database connection is needed", problems);
    demand(metadataCacheBytes >= 0, "the metadata cache cannot be negative", problems);
    demand(
        !idempotencyKeyLifetime.isNegative() && !idempotencyKeyLifetime.isZero(),
        "the idempotency key lifetime must be positive",
        problems);
    demand(
        !databaseWait.isNegative() && databaseWait.toMillis() >= 250,
        "the wait for a database connection must be at least 250 ms",
        problems);
    demand(
        auth != null || anonymousAccess || isLoopback(host),
        "host "
            + host
            + " is reachable from outside, so configure authentication or allow anonymous access",
        problems);
    demand(
        auth == null || tls != null || behindTlsProxy || isLoopback(host),
        "host "
            + host
            + " is reachable from outside, where tokens must not be sent by plain HTTP, so"
            + " configure a certificate (tls.key-store) or say that a proxy in front has one"
            + " (behind-tls-proxy)",
        problems);
    demand(
        tls == null || Files.isReadable(tls.keyStore()),
        "the certificate cannot be read: " + (tls == null ? null : tls.keyStore()),
        problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid catalog configuration: " + String.join("; ", problems));
    }
    return new CatalogConfig(
        new HttpConfig(
            host,
            port,
            tls,
            httpThreads,
            maxRequestBytes,
            32 << 10,
            Duration.ofMinutes(2),
            requestWait),
        new DatabaseConfig(
            jdbcUrl, databaseUser, databasePassword, databaseConnections, databaseWait),
        warehouseName,
        warehouseLocation,
        allowedLocations,
        fileIoProperties,
        allClientDefaults(),
        tableDefaults,
        metadataCacheBytes,
        idempotencyKeyLifetime,
        eventRetention,
        auth,
        s3Delegation);
  }

  /** Clients need some of the server's file access properties, too; none of these is a secret. */
  private Map<String, String> allClientDefaults() {
    Map<String, String> all = new HashMap<>();
    for (String key : List.of("s3.endpoint", "s3.path-style-access", "client.region")) {
      if (fileIoProperties.containsKey(key)) {
        all.put(key, fileIoProperties.get(key));
      }
    }
    all.putAll(clientDefaults);
    return all;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || LOOPBACK_V4.matcher(host).matches() || host.equals("::1");
  }

  private static void demand(boolean condition, String problem, List<String> problems) {
    if (!condition) {
      problems.add(problem);
    }
  }
}
