package io.dolake.catalog;

import io.dolake.catalog.storage.LocalFileIO;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.rest.RESTCatalog;

/** Iceberg's own Java client, connected to a server under test. */
final class CatalogClients {
  /** What Iceberg's suites expect their catalog to be configured with. */
  static final Map<String, String> SUITE_PROPERTIES =
      Map.ofEntries(
          Map.entry("table-default.default-key1", "catalog-default-key1"),
          Map.entry("table-default.default-key2", "catalog-default-key2"),
          Map.entry("table-default.override-key3", "catalog-default-key3"),
          Map.entry("table-override.override-key3", "catalog-override-key3"),
          Map.entry("table-override.override-key4", "catalog-override-key4"),
          Map.entry("view-default.key1", "catalog-default-key1"),
          Map.entry("view-default.key2", "catalog-default-key2"),
          Map.entry("view-default.key3", "catalog-default-key3"),
          Map.entry("view-override.key3", "catalog-override-key3"),
          Map.entry("view-override.key4", "catalog-override-key4"));

  private CatalogClients() {}

  /** An embedded catalog in which tables may also be in the folders Iceberg's suites choose. */
  static CatalogConfig suiteConfig(Path directory) {
    return CatalogConfig.builder()
        .jdbcUrl("jdbc:sqlite:" + directory.resolve("catalog.db"))
        .warehouseLocation(LocalFileIO.uriOf(directory.resolve("warehouse")))
        .allowedLocations(List.of("file:/tmp", "file:" + System.getProperty("java.io.tmpdir")))
        .build();
  }

  static RESTCatalog connect(CatalogServer server) {
    return connect(server, Map.of());
  }

  static RESTCatalog connect(CatalogServer server, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>();
    all.put(CatalogProperties.URI, server.uri().toString());
    all.put(CatalogProperties.FILE_IO_IMPL, "io.dolake.catalog.storage.LocalFileIO");
    all.putAll(properties);
    RESTCatalog catalog = new RESTCatalog();
    catalog.initialize("test", all);
    return catalog;
  }
}
