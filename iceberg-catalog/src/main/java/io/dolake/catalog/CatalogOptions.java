package io.dolake.catalog;

import io.dolake.catalog.auth.AuthConfig;
import io.dolake.catalog.http.TlsConfig;
import io.dolake.catalog.s3.S3Delegation;
import io.dolake.catalog.storage.LocalFileIO;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A catalog's configuration as keys and values, the way configuration files have it.
 * docs/catalog.md lists the keys. Secrets come from the environment only, so that they stay out of
 * files and of the list of processes.
 */
public final class CatalogOptions {
  /** Environment variable with the database user's password. */
  public static final String DATABASE_PASSWORD = "DOLAKE_CATALOG_PASSWORD";

  /** Environment variable with the administrator's secret; required if one is configured. */
  public static final String ADMIN_SECRET = "DOLAKE_CATALOG_ADMIN_SECRET";

  /** Environment variable with the password of the server's certificate and key. */
  public static final String KEY_STORE_PASSWORD = "DOLAKE_CATALOG_KEY_STORE_PASSWORD";

  private final Map<String, String> left;
  private final UnaryOperator<String> environment;
  private final List<String> problems = new ArrayList<>();

  private CatalogOptions(Map<String, String> keys, UnaryOperator<String> environment) {
    this.left = new TreeMap<>(keys);
    this.environment = environment;
  }

  /**
   * Reads a configuration.
   *
   * @param keys keys without the prefix {@code catalog.}
   * @param directory where the embedded store and the warehouse are by default
   * @param defaultPort port if none is configured
   * @param environment gives environment variables
   * @throws IllegalArgumentException naming everything that is wrong
   */
  public static CatalogConfig read(
      Map<String, String> keys,
      Path directory,
      int defaultPort,
      UnaryOperator<String> environment) {
    return new CatalogOptions(keys, environment).build(directory, defaultPort);
  }

  private CatalogConfig build(Path directory, int defaultPort) {
    CatalogConfigBuilder builder =
        CatalogConfig.builder()
            .host(text("host", "127.0.0.1"))
            .port((int) number("port", defaultPort))
            .jdbcUrl(text("jdbc-url", "jdbc:sqlite:" + directory.resolve("catalog.db")))
            .databaseConnections((int) number("database-connections", 16))
            .warehouseName(text("warehouse-name", "dolake"))
            .warehouseLocation(text("warehouse", LocalFileIO.uriOf(directory.resolve("warehouse"))))
            .allowedLocations(words("allowed-locations"))
            .httpThreads((int) number("http-threads", 64))
            .maxRequestBytes(number("max-request-bytes", 64L << 20))
            .metadataCacheBytes(number("metadata-cache-bytes", 128L << 20))
            .idempotencyKeyLifetime(duration("idempotency-key-lifetime", Duration.ofMinutes(30)))
            .eventRetention(duration("event-retention", Duration.ofDays(1)))
            .behindTlsProxy(flag("behind-tls-proxy"))
            .anonymousAccess(flag("anonymous-access"));
    String user = left.remove("jdbc-user");
    if (user != null) {
      builder.databaseCredentials(user, environment.apply(DATABASE_PASSWORD));
    }
    readTls(builder);
    readAuth(builder);
    readDelegation(builder);
    builder.fileIoProperties(withPrefix("io."));
    builder.clientDefaults(withPrefix("client-default."));
    builder.tableDefaults(withPrefix("table-default."));
    left.keySet().forEach(key -> problems.add("unknown key catalog." + key));
    try {
      CatalogConfig config = builder.build();
      if (problems.isEmpty()) {
        return config;
      }
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    throw new IllegalArgumentException(String.join("; ", problems));
  }

  private void readTls(CatalogConfigBuilder builder) {
    String keyStore = left.remove("tls.key-store");
    if (keyStore == null) {
      return;
    }
    String password = environment.apply(KEY_STORE_PASSWORD);
    if (password == null) {
      problems.add("catalog.tls.key-store is set, so " + KEY_STORE_PASSWORD + " must open it");
      return;
    }
    builder.tls(new TlsConfig(Path.of(keyStore), password));
  }

  private void readAuth(CatalogConfigBuilder builder) {
    Duration tokenLifetime = duration("auth.token-lifetime", Duration.ofHours(1));
    String admin = left.remove("auth.admin");
    if (admin == null) {
      return;
    }
    String secret = environment.apply(ADMIN_SECRET);
    if (secret == null || secret.isEmpty()) {
      problems.add("catalog.auth.admin is set, so " + ADMIN_SECRET + " must hold its secret");
      return;
    }
    builder.auth(new AuthConfig(admin, secret, tokenLifetime));
  }

  private void readDelegation(CatalogConfigBuilder builder) {
    String vending = text("s3.vending", "none");
    boolean signing = flag("s3.remote-signing");
    String endpoint = left.remove("s3.sts-endpoint");
    String role = left.remove("s3.sts-role-arn");
    Duration lifetime = duration("s3.credential-lifetime", Duration.ofHours(1));
    try {
      builder.s3Delegation(
          new S3Delegation(
              S3Delegation.Vending.valueOf(vending.toUpperCase(Locale.ROOT)),
              signing,
              endpoint,
              role,
              lifetime));
    } catch (IllegalArgumentException e) {
      problems.add(
          "catalog.s3.vending must be none, static, or sts with catalog.s3.sts-role-arn: "
              + vending);
    }
  }

  private String text(String key, String defaultValue) {
    String value = left.remove(key);
    return value == null ? defaultValue : value;
  }

  private List<String> words(String key) {
    return Arrays.stream(text(key, "").split(","))
        .map(String::trim)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private long number(String key, long defaultValue) {
    String value = left.remove(key);
    try {
      return value == null ? defaultValue : Long.parseLong(value.trim());
    } catch (NumberFormatException e) {
      problems.add("catalog." + key + " is not a whole number: " + value);
      return defaultValue;
    }
  }

  private boolean flag(String key) {
    String value = text(key, "false").trim();
    if (!value.equals("true") && !value.equals("false")) {
      problems.add("catalog." + key + " must be true or false: " + value);
    }
    return value.equals("true");
  }

  private Duration duration(String key, Duration defaultValue) {
    String value = left.remove(key);
    try {
      return value == null ? defaultValue : Duration.parse(value.trim());
    } catch (DateTimeParseException e) {
      problems.add("catalog." + key + " is no ISO 8601 duration such as PT30M: " + value);
      return defaultValue;
    }
  }

  private Map<String, String> withPrefix(String prefix) {
    Map<String, String> found = new HashMap<>();
    for (String key : List.copyOf(left.keySet())) {
      if (key.startsWith(prefix)) {
        found.put(key.substring(prefix.length()), left.remove(key));
      }
    }
    return found;
  }
}
