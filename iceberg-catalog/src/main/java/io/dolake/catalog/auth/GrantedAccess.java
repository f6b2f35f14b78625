package io.dolake.catalog.auth;

import io.dolake.catalog.store.Principals.GrantRow;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;

/** What a principal's grants allow. A grant on a namespace covers everything inside it. */
final class GrantedAccess implements Access {
  private final String principal;
  private final List<GrantRow> grants;

  GrantedAccess(String principal, List<GrantRow> grants) {
    this.principal = principal;
    this.grants = List.copyOf(grants);
  }

  @Override
  public String principal() {
    return principal;
  }

  @Override
  public void require(Privilege privilege, Namespace namespace) {
    if (!allows(privilege, namespace)) {
      throw refused(privilege, namespace.isEmpty() ? "the catalog" : "namespace " + namespace);
    }
  }

  @Override
  public void require(Privilege privilege, TableIdentifier identifier) {
    if (!allows(privilege, identifier)) {
      throw refused(privilege, identifier.toString());
    }
  }

  @Override
  public boolean allows(Privilege privilege, Namespace namespace) {
    return grants.stream()
        .anyMatch(
            g ->
                g.objectName().isEmpty()
                    && contains(g.namespace(), namespace)
                    && privilegeOf(g).includes(privilege));
  }

  @Override
  public boolean allows(Privilege privilege, TableIdentifier identifier) {
    return grants.stream()
        .anyMatch(g -> covers(g, identifier) && privilegeOf(g).includes(privilege));
  }

  @Override
  public void requireAdmin() {
    throw new ForbiddenException("Principal %s is no administrator", principal);
  }

  @Override
  public boolean canSee(Namespace namespace) {
    return grants.stream()
        .anyMatch(g -> contains(g.namespace(), namespace) || contains(namespace, g.namespace()));
  }

  @Override
  public boolean canSee(TableIdentifier identifier) {
    return grants.stream().anyMatch(g -> covers(g, identifier));
  }

  private ForbiddenException refused(Privilege privilege, String what) {
    return new ForbiddenException(
        "Principal %s may not %s %s; have an administrator grant it",
        principal, privilege.name().toLowerCase(Locale.ROOT), what);
  }

  private static boolean covers(GrantRow grant, TableIdentifier identifier) {
    return grant.objectName().isEmpty()
        ? contains(grant.namespace(), identifier.namespace())
        : grant.namespace().equals(identifier.namespace())
            && grant.objectName().equals(identifier.name());
  }

  private static boolean contains(Namespace outer, Namespace inner) {
    return outer.length() <= inner.length()
        && Arrays.equals(outer.levels(), Arrays.copyOf(inner.levels(), outer.length()));
  }

  private static Privilege privilegeOf(GrantRow grant) {
    return Privilege.valueOf(grant.privilege().toUpperCase(Locale.ROOT));
  }
}
