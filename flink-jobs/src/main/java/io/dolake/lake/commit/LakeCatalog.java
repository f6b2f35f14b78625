package io.dolake.lake.commit;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.RESTCatalog;

/** The REST catalog, reduced to what the committer does with it. */
final class LakeCatalog implements AutoCloseable {
  /**
   * Repeating is {@link CommitRetry}'s job, which looks at the tables before it does; the client
   * cannot be kept from one try of its own.
   */
  private static final Map<String, String> FEW_HIDDEN_RETRIES =
      Map.of("rest.client.max-retries", "1");

  private final Map<String, String> properties;
  private RESTCatalog connected;

  /**
   * Connects at the first use, so that a catalog that is down is a failed request like others.
   *
   * @param uri of the catalog
   * @param properties of the client: file access, credentials, warehouse
   */
  LakeCatalog(String uri, Map<String, String> properties) {
    this.properties = new HashMap<>(FEW_HIDDEN_RETRIES);
    this.properties.putAll(properties);
    this.properties.put(CatalogProperties.URI, uri);
  }

  private synchronized RESTCatalog catalog() {
    if (connected == null) {
      RESTCatalog catalog = new RESTCatalog();
      catalog.initialize("dolake", properties);
      connected = catalog;
    }
    return connected;
  }

  /** A table as it is now, or empty if there is none. */
  Optional<Table> load(TableIdentifier identifier) {
    try {
      return Optional.of(catalog().loadTable(identifier));
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      return Optional.empty();
    }
  }

  static TableMetadata metadataOf(Table table) {
    return ((BaseTable) table).operations().current();
  }

  void createNamespaceIfAbsent(Namespace namespace) {
    if (!catalog().namespaceExists(namespace)) {
      try {
        catalog().createNamespace(namespace, new HashMap<>());
      } catch (AlreadyExistsException e) {
        return; // someone else was faster
      }
    }
  }

  void rename(TableIdentifier from, TableIdentifier to) {
    createNamespaceIfAbsent(to.namespace());
    catalog().renameTable(from, to);
  }

  void drop(TableIdentifier identifier) {
    catalog().dropTable(identifier, true);
  }

  /** Commits all or nothing. */
  void commit(List<TableCommit> commits) {
    catalog().commitTransaction(commits);
  }

  @Override
  public synchronized void close() throws IOException {
    if (connected != null) {
      connected.close();
    }
  }
}
