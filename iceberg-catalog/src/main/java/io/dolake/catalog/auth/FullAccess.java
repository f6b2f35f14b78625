package io.dolake.catalog.auth;

import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Everything is allowed: for administrators, and for everybody when authentication is switched off.
 *
 * @param principal the principal's name
 */
public record FullAccess(String principal) implements Access {
  @Override
  public void require(Privilege privilege, Namespace namespace) {
    // Everything is allowed.
  }

  @Override
  public void require(Privilege privilege, TableIdentifier identifier) {
    // Everything is allowed.
  }

  @Override
  public boolean allows(Privilege privilege, Namespace namespace) {
    return true;
  }

  @Override
  public boolean allows(Privilege privilege, TableIdentifier identifier) {
    return true;
  }

  @Override
  public void requireAdmin() {
    // Everything is allowed.
  }

  @Override
  public boolean canSee(Namespace namespace) {
    return true;
  }

  @Override
  public boolean canSee(TableIdentifier identifier) {
    return true;
  }
}
