package io.dolake.catalog.auth;

import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What the principal of one request may do. The {@code require} methods throw {@link
 * org.apache.iceberg.exceptions.ForbiddenException}.
 */
public interface Access {
  /** The principal's name, for events and the audit log. */
  String principal();

  /** Demands a privilege on a namespace and all that is in it; the root is the whole catalog. */
  void require(Privilege privilege, Namespace namespace);

  /** Demands a privilege on one table or view. */
  void require(Privilege privilege, TableIdentifier identifier);

  /** Whether a privilege on a namespace and all that is in it is there. */
  boolean allows(Privilege privilege, Namespace namespace);

  /** Whether a privilege on one table or view is there. */
  boolean allows(Privilege privilege, TableIdentifier identifier);

  /** Demands the right to manage principals and grants. */
  void requireAdmin();

  /** Whether the namespace may show up in listings: some privilege on it or inside it exists. */
  boolean canSee(Namespace namespace);

  /** Whether the table or view may show up in listings. */
  boolean canSee(TableIdentifier identifier);
}
