package io.dolake.catalog.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;

/** The rows of table {@code namespaces}, as one session sees them. */
public final class Namespaces {
  private final Connection connection;
  private final Dialect dialect;

  Namespaces(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  public Optional<Map<String, String>> find(Namespace namespace) throws SQLException {
    return Sql.first(
        connection,
        row -> JsonText.toMap(row.getString(1)),
        "SELECT properties FROM namespaces WHERE namespace_key = ?",
        NamespaceKey.of(namespace));
  }

  /** Like {@link #find}, and keeps others from changing the row until the transaction ends. */
  public Optional<Map<String, String>> lock(Namespace namespace) throws SQLException {
    return Sql.first(
        connection,
        row -> JsonText.toMap(row.getString(1)),
        dialect.locking("SELECT properties FROM namespaces WHERE namespace_key = ?"),
        NamespaceKey.of(namespace));
  }

  /** Child namespaces in the order of their names; {@code page.after} is a child's last level. */
  public List<Namespace> children(Namespace parent, Page page) throws SQLException {
    Sql.RowMapper<Namespace> mapper = row -> NamespaceKey.toNamespace(row.getString(1));
    String prefix = parent.isEmpty() ? "" : NamespaceKey.of(parent) + "\u001f";
    String after = page.after().isEmpty() ? "" : prefix + page.after();
    if (parent.isEmpty()) {
      return Sql.list(
          connection,
          mapper,
          "SELECT namespace_key FROM namespaces WHERE parent_key IS NULL AND namespace_key > ?"
              + " ORDER BY namespace_key LIMIT ?",
          after,
          page.limit());
    }
    return Sql.list(
        connection,
        mapper,
        "SELECT namespace_key FROM namespaces WHERE parent_key = ? AND namespace_key > ?"
            + " ORDER BY namespace_key LIMIT ?",
        NamespaceKey.of(parent),
        after,
        page.limit());
  }

  /**
   * @throws DuplicateKeyException on commit of the work, if the namespace exists
   * @throws MissingReferenceException on commit of the work, if the parent does not exist
   */
  public void insert(Namespace namespace, Map<String, String> properties) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO namespaces (namespace_key, parent_key, properties) VALUES (?, ?, ?)",
        NamespaceKey.of(namespace),
        NamespaceKey.parentOf(namespace),
        JsonText.of(properties));
  }

  public void setProperties(Namespace namespace, Map<String, String> properties)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE namespaces SET properties = ? WHERE namespace_key = ?",
        JsonText.of(properties),
        NamespaceKey.of(namespace));
  }

  /**
   * @return false if there was no such namespace
   * @throws MissingReferenceException on commit of the work, if something is still in it
   */
  public boolean delete(Namespace namespace) throws SQLException {
    return Sql.update(
            connection,
            "DELETE FROM namespaces WHERE namespace_key = ?",
            NamespaceKey.of(namespace))
        == 1;
  }
}
