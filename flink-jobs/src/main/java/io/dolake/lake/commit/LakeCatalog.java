package io.dolake.lake.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

/** The REST catalog, reduced to what the job does with it. Any thread may use it. */
public final class LakeCatalog implements AutoCloseable {
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
  public LakeCatalog(String uri, Map<String, String> properties) {
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
  public Optional<Table> load(TableIdentifier identifier) {
    try {
      return Optional.of(catalog().loadTable(identifier));
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      return Optional.empty();
    }
  }

  /** All tables there are, whoever made them. */
  public List<TableIdentifier> tables() {
    List<TableIdentifier> tables = new ArrayList<>();
    for (Namespace namespace : catalog().listNamespaces()) {
      tables.addAll(catalog().listTables(namespace));
    }
    return tables;
  }

  /** The database's number of a table; empty if no job made it. */
  public static OptionalInt tableIdOf(Table table) {
    String tableId = table.properties().get(TablePlanner.TABLE_ID);
    return tableId == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(tableId));
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
