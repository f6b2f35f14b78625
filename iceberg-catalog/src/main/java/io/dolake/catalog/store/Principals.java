package io.dolake.catalog.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;

/** The rows of tables {@code principals} and {@code grants}, as one session sees them. */
public final class Principals {
  /** Somebody who may log in. */
  public record PrincipalRow(String name, String secretHash, boolean isAdmin) {}

  /**
   * What a principal may do where.
   *
   * @param namespace the namespace with all that is in it; empty for the whole catalog
   * @param objectName a table or view of the namespace; empty for all
   * @param privilege {@code read} or {@code write}
   */
  public record GrantRow(Namespace namespace, String objectName, String privilege) {}

  private final Connection connection;

  Principals(Connection connection) {
    this.connection = connection;
  }

  public Optional<PrincipalRow> find(String name) throws SQLException {
    return Sql.first(
        connection,
        row -> new PrincipalRow(row.getString(1), row.getString(2), row.getInt(3) == 1),
        "SELECT principal, secret_hash, is_admin FROM principals WHERE principal = ?",
        name);
  }

  public List<PrincipalRow> list() throws SQLException {
    return Sql.list(
        connection,
        row -> new PrincipalRow(row.getString(1), row.getString(2), row.getInt(3) == 1),
        "SELECT principal, secret_hash, is_admin FROM principals ORDER BY principal");
  }

  /** Adds a principal, or gives an existing one another secret. */
  public void put(PrincipalRow row, long nowMillis) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO principals (principal, secret_hash, is_admin, created_at_millis)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (principal) DO UPDATE"
            + " SET secret_hash = excluded.secret_hash, is_admin = excluded.is_admin",
        row.name(),
        row.secretHash(),
        row.isAdmin() ? 1 : 0,
        nowMillis);
  }

  /**
   * Removes a principal and its grants.
   *
   * @return false if there was none
   */
  public boolean delete(String name) throws SQLException {
    return Sql.update(connection, "DELETE FROM principals WHERE principal = ?", name) == 1;
  }

  public List<GrantRow> grants(String principal) throws SQLException {
    return Sql.list(
        connection,
        row ->
            new GrantRow(
                NamespaceKey.toNamespace(row.getString(1)), row.getString(2), row.getString(3)),
        "SELECT namespace_key, object_name, privilege FROM grants WHERE principal = ?"
            + " ORDER BY namespace_key, object_name",
        principal);
  }

  /**
   * @throws MissingReferenceException out of the unit of work, if there is no such principal
   */
  public void grant(String principal, GrantRow grant) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO grants (principal, namespace_key, object_name, privilege)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (principal, namespace_key, object_name)"
            + " DO UPDATE SET privilege = excluded.privilege",
        principal,
        NamespaceKey.of(grant.namespace()),
        grant.objectName(),
        grant.privilege());
  }

  public void revoke(String principal, Namespace namespace, String objectName) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM grants WHERE principal = ? AND namespace_key = ? AND object_name = ?",
        principal,
        NamespaceKey.of(namespace),
        objectName);
  }
}
