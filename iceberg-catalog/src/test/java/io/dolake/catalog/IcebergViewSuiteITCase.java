package io.dolake.catalog;

import java.nio.file.Path;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.view.ViewCatalogTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's own view suite. */
class IcebergViewSuiteITCase extends ViewCatalogTests<RESTCatalog> {
  @TempDir Path directory;
  private CatalogServer server;
  private RESTCatalog catalog;

  @BeforeEach
  void start() {
    server = new CatalogServer(CatalogClients.suiteConfig(directory)).start();
    catalog = CatalogClients.connect(server, CatalogClients.SUITE_PROPERTIES);
  }

  @AfterEach
  void stop() throws Exception {
    catalog.close();
    server.close();
  }

  @Override
  protected RESTCatalog catalog() {
    return catalog;
  }

  @Override
  protected Catalog tableCatalog() {
    return catalog;
  }

  @Override
  protected boolean requiresNamespaceCreate() {
    return true;
  }

  @Override
  protected boolean supportsServerSideRetry() {
    return true;
  }
}
