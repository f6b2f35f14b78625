package io.dolake.catalog.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** The rows of table {@code objects}, tables and views, as one session sees them. */
public final class CatalogObjects {
  private static final String COLUMNS =
      "SELECT namespace_key, name, kind, uuid, metadata_location FROM objects ";

  private final Connection connection;

  CatalogObjects(Connection connection) {
    this.connection = connection;
  }

  public Optional<ObjectRow> find(TableIdentifier identifier) throws SQLException {
    return Sql.first(
        connection,
        CatalogObjects::toRow,
        COLUMNS + "WHERE namespace_key = ? AND name = ?",
        NamespaceKey.of(identifier.namespace()),
        identifier.name());
  }

  /** Objects of one kind in the order of their names; {@code page.after} is a name. */
  public List<ObjectRow> list(Namespace namespace, ObjectKind kind, Page page) throws SQLException {
    return Sql.list(
        connection,
        CatalogObjects::toRow,
        COLUMNS + "WHERE namespace_key = ? AND kind = ? AND name > ? ORDER BY name LIMIT ?",
        NamespaceKey.of(namespace),
        kind.id(),
        page.after(),
        page.limit());
  }

  /**
   * @throws DuplicateKeyException out of the unit of work, if the name is taken
   * @throws MissingReferenceException out of the unit of work, if the namespace does not exist
   */
  public void insert(ObjectRow row) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO objects (namespace_key, name, kind, uuid, metadata_location)"
            + " VALUES (?, ?, ?, ?, ?)",
        NamespaceKey.of(row.identifier().namespace()),
        row.identifier().name(),
        row.kind().id(),
        row.uuid(),
        row.metadataLocation());
  }

  /**
   * Makes the object stand for another metadata file if it still stands for the expected one, and
   * locks its row until the transaction ends.
   *
   * @return false if the object is gone or has moved on
   */
  public boolean swap(ObjectRow expected, String newUuid, String newLocation) throws SQLException {
    return Sql.update(
            connection,
            "UPDATE objects SET uuid = ?, metadata_location = ?"
                + " WHERE namespace_key = ? AND name = ? AND kind = ? AND metadata_location = ?",
            newUuid,
            newLocation,
            NamespaceKey.of(expected.identifier().namespace()),
            expected.identifier().name(),
            expected.kind().id(),
            expected.metadataLocation())
        == 1;
  }

  /**
   * @return false if there was no such object of that kind
   */
  public boolean delete(TableIdentifier identifier, ObjectKind kind) throws SQLException {
    return Sql.update(
            connection,
            "DELETE FROM objects WHERE namespace_key = ? AND name = ? AND kind = ?",
            NamespaceKey.of(identifier.namespace()),
            identifier.name(),
            kind.id())
        == 1;
  }

  /**
   * @return false if there was no such object of that kind
   * @throws DuplicateKeyException out of the unit of work, if the new name is taken
   * @throws MissingReferenceException out of the unit of work, if the new namespace does not exist
   */
  public boolean rename(TableIdentifier from, TableIdentifier to, ObjectKind kind)
      throws SQLException {
    return Sql.update(
            connection,
            "UPDATE objects SET namespace_key = ?, name = ?"
                + " WHERE namespace_key = ? AND name = ? AND kind = ?",
            NamespaceKey.of(to.namespace()),
            to.name(),
            NamespaceKey.of(from.namespace()),
            from.name(),
            kind.id())
        == 1;
  }

  private static ObjectRow toRow(ResultSet row) throws SQLException {
    return new ObjectRow(
        TableIdentifier.of(NamespaceKey.toNamespace(row.getString(1)), row.getString(2)),
        ObjectKind.fromId(row.getString(3)),
        row.getString(4),
        row.getString(5));
  }
}
