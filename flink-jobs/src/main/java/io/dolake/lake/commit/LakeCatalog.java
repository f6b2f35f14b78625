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
  private final RESTCatalog catalog = new RESTCatalog();

  /**
   * @param uri of the catalog
   * @param properties of the client: file access, credentials, warehouse
   */
  LakeCatalog(String uri, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put(CatalogProperties.URI, uri);
    catalog.initialize("dolake", all);
  }

  /** A table as it is now, or empty if there is none. */
  Optional<Table> load(TableIdentifier identifier) {
    try {
      return Optional.of(catalog.loadTable(identifier));
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      return Optional.empty();
    }
  }

  static TableMetadata metadataOf(Table table) {
    return ((BaseTable) table).operations().current();
  }

  void createNamespaceIfAbsent(Namespace namespace) {
    if (!catalog.namespaceExists(namespace)) {
      try {
        catalog.createNamespace(namespace, new HashMap<>());
      } catch (AlreadyExistsException e) {
        return; // someone else was faster
      }
    }
  }

  void rename(TableIdentifier from, TableIdentifier to) {
    createNamespaceIfAbsent(to.namespace());
    catalog.renameTable(from, to);
  }

  void drop(TableIdentifier identifier) {
    catalog.dropTable(identifier, true);
  }

  /** Commits all or nothing. */
  void commit(List<TableCommit> commits) {
    catalog.commitTransaction(commits);
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
