package io.dolake.cli.up;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogConfigBuilder;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The catalog's part of the configuration: keys {@code catalog.*}. */
final class CatalogPart {
  static final int DEFAULT_PORT = 15435;
  private static final String PREFIX = "catalog.";
  private static final String FILE_IO_PREFIX = "io.";

  private CatalogPart() {}

  static CatalogConfig of(StackConfig config) {
    Path directory = config.dataDirectory().resolve("catalog");
    Map<String, String> keys = config.part(PREFIX);
    CatalogConfigBuilder builder =
        CatalogConfig.builder()
            .host(take(keys, "host", "127.0.0.1"))
            .port(config.getInt("catalog.port", DEFAULT_PORT))
            .jdbcUrl(take(keys, "jdbc-url", "jdbc:sqlite:" + directory.resolve("catalog.db")))
            .warehouseLocation(
                take(keys, "warehouse", directory.resolve("warehouse").toUri().toString()));
    keys.remove("port");
    String user = keys.remove("jdbc-user");
    if (user != null) {
      // The password stays out of files and of the process list.
      builder.databaseCredentials(
          user, System.getenv().getOrDefault("DOLAKE_CATALOG_PASSWORD", ""));
    }
    Map<String, String> fileIo = new HashMap<>();
    keys.forEach(
        (key, value) -> {
          if (!key.startsWith(FILE_IO_PREFIX)) {
            throw new DoLakeException(
                ErrorCode.CONFIGURATION_INVALID,
                "unknown key catalog." + key,
                "keys are catalog.host, .port, .jdbc-url, .jdbc-user, .warehouse and .io.*");
          }
          fileIo.put(key.substring(FILE_IO_PREFIX.length()), value);
        });
    return builder.fileIoProperties(fileIo).build();
  }

  private static String take(Map<String, String> keys, String key, String defaultValue) {
    String value = keys.remove(key);
    return value == null ? defaultValue : value;
  }
}
