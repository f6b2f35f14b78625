package io.dolake.flinksql.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.RESTCatalog;

/** The lake's tables for procedures. Connects when it is first asked; any thread may ask. */
final class LakeTables implements AutoCloseable {
  private final Map<String, String> client;
  private final String defaultNamespace;
  private RESTCatalog connected;

  LakeTables(Map<String, String> client, String defaultNamespace) {
    this.client = Map.copyOf(client);
    this.defaultNamespace = defaultNamespace;
  }

  private synchronized RESTCatalog catalog() {
    if (connected == null) {
      RESTCatalog catalog = new RESTCatalog();
      try {
        catalog.initialize("lake", client);
      } catch (RESTException e) {
        throw new DoLakeException(
            ErrorCode.CATALOG_UNREACHABLE,
            "the lake's catalog does not answer: " + e.getMessage(),
            "check the catalog's option uri",
            e);
      }
      connected = catalog;
    }
    return connected;
  }

  /**
   * @param name {@code table} in the default namespace, or {@code namespace.table}
   * @throws DoLakeException INVALID_PARAMETER if there is none
   */
  Table table(String name) {
    int dot = name.lastIndexOf('.');
    TableIdentifier identifier =
        dot < 0
            ? TableIdentifier.of(defaultNamespace, name)
            : TableIdentifier.of(
                Namespace.of(name.substring(0, dot).split("\\.")), name.substring(dot + 1));
    try {
      return catalog().loadTable(identifier);
    } catch (NoSuchTableException e) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "the lake has no table " + identifier,
          "CALL sys.status() lists its tables",
          e);
    }
  }

  /** All tables of the lake, by namespace. */
  List<Table> all() {
    List<Table> tables = new ArrayList<>();
    for (Namespace namespace : catalog().listNamespaces()) {
      for (TableIdentifier identifier : catalog().listTables(namespace)) {
        try {
          tables.add(catalog().loadTable(identifier));
        } catch (NoSuchTableException e) {
          continue; // dropped after it was listed
        }
      }
    }
    return tables;
  }

  /** Name with its namespace, without the catalog's. */
  static String nameOf(Table table) {
    return table.name().substring(table.name().indexOf('.') + 1);
  }

  static TableMetadata metadataOf(Table table) {
    return ((BaseTable) table).operations().current();
  }

  /** What a snapshot's summary says, or a default where another engine made it. */
  static long stamp(Snapshot snapshot, String key, long defaultValue) {
    String value = snapshot.summary() == null ? null : snapshot.summary().get(key);
    return value == null ? defaultValue : Long.parseLong(value);
  }

  /** Commits all or nothing. */
  void commit(List<TableCommit> commits) {
    catalog().commitTransaction(commits);
  }

  @Override
  public synchronized void close() {
    if (connected != null) {
      try {
        connected.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close the connection to the catalog", e);
      }
    }
  }
}
