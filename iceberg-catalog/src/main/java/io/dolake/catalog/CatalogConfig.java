package io.dolake.catalog;

import io.dolake.catalog.auth.AuthConfig;
import io.dolake.catalog.http.HttpConfig;
import io.dolake.catalog.s3.S3Delegation;
import io.dolake.catalog.storage.LocalFileIO;
import io.dolake.catalog.store.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a catalog server runs. Immutable; start from {@link #embedded} or {@link #builder} and change
 * what differs.
 *
 * @param http how the server speaks HTTP
 * @param database where the catalog's state is
 * @param warehouseName name clients may ask for the warehouse by
 * @param warehouseLocation URI below which tables keep their files
 * @param allowedLocations further URIs below which tables may keep their files
 * @param fileIoProperties properties of the server's own file access, secrets included
 * @param clientDefaults properties sent to every client; no secrets
 * @param tableDefaults properties of new tables that the request does not set
 * @param metadataCacheBytes about how much heap cached table metadata may take
 * @param idempotencyKeyLifetime how long a request may be repeated with its idempotency key
 * @param eventRetention how long events are kept
 * @param auth how clients prove who they are; null if everybody may do everything
 * @param s3Delegation how clients reach tables' files in an S3-compatible store
 */
public record CatalogConfig(
    HttpConfig http,
    DatabaseConfig database,
    String warehouseName,
    String warehouseLocation,
    List<String> allowedLocations,
    Map<String, String> fileIoProperties,
    Map<String, String> clientDefaults,
    Map<String, String> tableDefaults,
    long metadataCacheBytes,
    Duration idempotencyKeyLifetime,
    Duration eventRetention,
    AuthConfig auth,
    S3Delegation s3Delegation) {

  public CatalogConfig {
    allowedLocations = List.copyOf(allowedLocations);
    fileIoProperties = Map.copyOf(fileIoProperties);
    clientDefaults = Map.copyOf(clientDefaults);
    tableDefaults = Map.copyOf(tableDefaults);
  }

  /** A catalog that keeps its state and its warehouse in a local directory, on any free port. */
  public static CatalogConfig embedded(Path directory) {
    return builder()
        .jdbcUrl("jdbc:sqlite:" + directory.toAbsolutePath().resolve("catalog.db"))
        .warehouseLocation(LocalFileIO.uriOf(directory.resolve("warehouse")))
        .build();
  }

  public static CatalogConfigBuilder builder() {
    return new CatalogConfigBuilder();
  }

  /** Leaves the file access properties out, which may hold secrets. */
  @Override
  public String toString() {
    return "CatalogConfig[http=%s, database=%s, warehouse=%s at %s]"
        .formatted(http, database, warehouseName, warehouseLocation);
  }
}
