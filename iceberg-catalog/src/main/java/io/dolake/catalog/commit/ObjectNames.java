package io.dolake.catalog.commit;

import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.ObjectKind;
import io.dolake.catalog.store.ObjectRow;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;

/** Which names tables and views may take: any that neither has in an existing namespace. */
public final class ObjectNames {
  private final CatalogStore store;

  public ObjectNames(CatalogStore store) {
    this.store = store;
  }

  /**
   * @return the namespace's properties
   * @throws NoSuchNamespaceException if there is no such namespace
   */
  public Map<String, String> requireNamespace(Namespace namespace) {
    return store
        .read(session -> session.namespaces().find(namespace))
        .orElseThrow(() -> new NoSuchNamespaceException("Namespace does not exist: %s", namespace));
  }

  public Optional<ObjectRow> find(TableIdentifier identifier) {
    return store.read(session -> session.objects().find(identifier));
  }

  /**
   * Checks early what the commit checks again, to spare the metadata file.
   *
   * @return the properties of the name's namespace
   * @throws AlreadyExistsException if the name is taken
   * @throws NoSuchNamespaceException if the namespace does not exist
   */
  public Map<String, String> requireFree(TableIdentifier identifier, ObjectKind wanted) {
    Map<String, String> properties = requireNamespace(identifier.namespace());
    Optional<ObjectRow> row = find(identifier);
    if (row.isPresent()) {
      throw taken(identifier, wanted, row.get().kind(), null);
    }
    return properties;
  }

  /** The error for an object that could not be renamed because the new name is taken. */
  public AlreadyExistsException renameTaken(
      TableIdentifier from, TableIdentifier to, ObjectKind renamed, RuntimeException cause) {
    ObjectKind found = find(to).map(ObjectRow::kind).orElse(renamed);
    return new AlreadyExistsException(
        cause, "Cannot rename %s to %s. %s already exists", from, to, nameOf(found));
  }

  /** The error for an object that could not be added because its name is taken. */
  public AlreadyExistsException taken(
      TableIdentifier identifier, ObjectKind wanted, RuntimeException cause) {
    ObjectKind found = find(identifier).map(ObjectRow::kind).orElse(wanted);
    return taken(identifier, wanted, found, cause);
  }

  private static AlreadyExistsException taken(
      TableIdentifier identifier, ObjectKind wanted, ObjectKind found, RuntimeException cause) {
    String same = wanted == found ? "" : " with same name";
    return new AlreadyExistsException(
        cause, "%s%s already exists: %s", nameOf(found), same, identifier);
  }

  private static String nameOf(ObjectKind kind) {
    return kind == ObjectKind.TABLE ? "Table" : "View";
  }
}
