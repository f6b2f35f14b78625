package io.dolake.catalog;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.rest.RESTCatalog;

/** Iceberg's own Java client, connected to a server under test. */
final class CatalogClients {
  private CatalogClients() {}

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
