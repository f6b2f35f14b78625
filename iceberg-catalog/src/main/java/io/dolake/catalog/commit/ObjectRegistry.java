package io.dolake.catalog.commit;

import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.DuplicateKeyException;
import io.dolake.catalog.store.MissingReferenceException;
import io.dolake.catalog.store.ObjectKind;
import io.dolake.catalog.store.ObjectRow;
import io.dolake.catalog.store.OutcomeUnknownException;
import io.dolake.catalog.store.Page;
import io.dolake.catalog.store.StoreSession;
import io.dolake.catalog.store.StoredAnswer;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.TableIdentifierParser;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;

/**
 * What is the same for tables and views: names are listed, found, added, renamed and removed, each
 * change in a transaction with its event and answer. One registry for each kind; stateless.
 */
public final class ObjectRegistry {
  /** More that happens in the transaction that removes a name. */
  @FunctionalInterface
  public interface Removal {
    void with(StoreSession session, ObjectRow removed) throws SQLException;
  }

  private final CatalogStore store;
  private final Mutations mutations;
  private final ObjectNames names;
  private final ObjectKind kind;

  public ObjectRegistry(CatalogStore store, Mutations mutations, ObjectKind kind) {
    this.store = store;
    this.mutations = mutations;
    this.names = new ObjectNames(store);
    this.kind = kind;
  }

  /**
   * Names of a namespace, in order.
   *
   * @throws NoSuchNamespaceException if there is no such namespace
   */
  public List<TableIdentifier> list(Namespace namespace, Page page) {
    return store.read(
        session -> {
          if (session.namespaces().find(namespace).isEmpty()) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
          }
          return session.objects().list(namespace, kind, page).stream()
              .map(ObjectRow::identifier)
              .toList();
        });
  }

  /**
   * @throws NoSuchTableException or NoSuchViewException if there is nothing of that name and kind
   */
  public ObjectRow find(TableIdentifier identifier) {
    return names
        .find(identifier)
        .filter(row -> row.kind() == kind)
        .orElseThrow(() -> missing(identifier));
  }

  /**
   * Adds a name for metadata that is written already.
   *
   * @param added what the event says of it
   * @throws AlreadyExistsException if the name is taken
   * @throws NoSuchNamespaceException if the namespace does not exist
   */
  public void add(ObjectRow row, ObjectChange added, Caller caller, String operation) {
    try {
      mutations.apply(
          caller,
          operation,
          List.of(added),
          answer(row.identifier()),
          session -> {
            session.objects().insert(row);
            return null;
          });
    } catch (DuplicateKeyException e) {
      throw names.taken(row.identifier(), kind, e);
    } catch (MissingReferenceException e) {
      throw noNamespace(row.identifier().namespace(), e);
    }
  }

  /**
   * Removes a name.
   *
   * @param removal what else is done in the same transaction
   * @throws NoSuchTableException or NoSuchViewException if there is nothing of that name and kind
   */
  public void remove(TableIdentifier identifier, Caller caller, String operation, Removal removal) {
    ObjectRow row = find(identifier);
    mutations.apply(
        caller,
        operation,
        List.of(describe(row, identifier)),
        StoredAnswer.NO_CONTENT,
        session -> {
          ObjectRow current =
              session
                  .objects()
                  .find(identifier)
                  .filter(found -> found.kind() == kind)
                  .orElseThrow(() -> missing(identifier));
          if (!session.objects().delete(identifier, kind)) {
            throw missing(identifier);
          }
          removal.with(session, current);
          return null;
        });
  }

  /**
   * Gives an object another name, maybe in another namespace.
   *
   * @throws NoSuchTableException or NoSuchViewException if there is nothing of that name and kind
   * @throws NoSuchNamespaceException if the new namespace does not exist
   * @throws AlreadyExistsException if the new name is taken
   */
  public void rename(TableIdentifier from, TableIdentifier to, Caller caller) {
    ObjectRow row = find(from);
    names.requireNamespace(to.namespace());
    try {
      mutations.apply(
          caller,
          "rename-" + kind.id(),
          List.of(describe(row, from), describe(row, to)),
          StoredAnswer.NO_CONTENT,
          session -> {
            if (!session.objects().rename(from, to, kind)) {
              throw missing(from);
            }
            return null;
          });
    } catch (DuplicateKeyException e) {
      throw names.renameTaken(from, to, kind, e);
    } catch (MissingReferenceException e) {
      throw noNamespace(to.namespace(), e);
    }
  }

  /** The answer to a request that made or changed the object, for its repetitions. */
  public StoredAnswer answer(TableIdentifier identifier) {
    String json = TableIdentifierParser.toJson(identifier);
    return kind == ObjectKind.TABLE ? StoredAnswer.table(json) : StoredAnswer.view(json);
  }

  /** The error for a name that does not stand for an object of this kind. */
  public RuntimeException missing(TableIdentifier identifier) {
    return kind == ObjectKind.TABLE
        ? new NoSuchTableException("Table does not exist: %s", identifier)
        : new NoSuchViewException("View does not exist: %s", identifier);
  }

  /**
   * Runs a mutation whose metadata file is written already, and deletes the file if the mutation
   * certainly did not happen.
   */
  public static <T> T deletingUnlessApplied(Runnable deleteFile, Supplier<T> mutation) {
    try {
      return mutation.get();
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (RuntimeException e) {
      deleteFile.run();
      throw e;
    }
  }

  private static ObjectChange describe(ObjectRow row, TableIdentifier identifier) {
    return new ObjectChange(
        row.kind().id(),
        List.of(identifier.namespace().levels()),
        identifier.name(),
        row.uuid(),
        row.metadataLocation(),
        null);
  }

  private static NoSuchNamespaceException noNamespace(Namespace namespace, RuntimeException cause) {
    return new NoSuchNamespaceException(cause, "Namespace does not exist: %s", namespace);
  }
}
