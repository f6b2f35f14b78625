package io.dolake.catalog.namespace;

import io.dolake.catalog.commit.Caller;
import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.commit.ObjectChange;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.DuplicateKeyException;
import io.dolake.catalog.store.MissingReferenceException;
import io.dolake.catalog.store.Page;
import io.dolake.catalog.store.StoredAnswer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.rest.responses.UpdateNamespacePropertiesResponse;

/** Creates, lists, changes and drops namespaces. */
public final class NamespaceService {
  private static final int MAX_ATTEMPTS = 20;

  private final CatalogStore store;
  private final Mutations mutations;

  public NamespaceService(CatalogStore store, Mutations mutations) {
    this.store = store;
    this.mutations = mutations;
  }

  /**
   * @throws AlreadyExistsException if there is such a namespace
   * @throws NoSuchNamespaceException if its parent does not exist
   */
  public void create(
      Namespace namespace, Map<String, String> properties, Caller caller, StoredAnswer answer) {
    Names.check(namespace);
    try {
      mutations.apply(
          caller,
          "create-namespace",
          List.of(change(namespace)),
          answer,
          session -> {
            session.namespaces().insert(namespace, properties);
            return null;
          });
    } catch (DuplicateKeyException e) {
      throw new AlreadyExistsException(e, "Namespace already exists: %s", namespace);
    } catch (MissingReferenceException e) {
      throw new NoSuchNamespaceException(
          e, "Parent namespace does not exist: %s; create it first", parentOf(namespace));
    }
  }

  /**
   * Child namespaces in the order of their names.
   *
   * @throws NoSuchNamespaceException if the parent does not exist
   */
  public List<Namespace> children(Namespace parent, Page page) {
    return store.read(
        session -> {
          if (!parent.isEmpty() && session.namespaces().find(parent).isEmpty()) {
            throw noSuchNamespace(parent);
          }
          return session.namespaces().children(parent, page);
        });
  }

  /**
   * @throws NoSuchNamespaceException if there is no such namespace
   */
  public Map<String, String> properties(Namespace namespace) {
    return store
        .read(session -> session.namespaces().find(namespace))
        .orElseThrow(() -> noSuchNamespace(namespace));
  }

  /**
   * @throws NoSuchNamespaceException if there is no such namespace
   * @throws NamespaceNotEmptyException if there is something in it
   */
  public void drop(Namespace namespace, Caller caller) {
    try {
      mutations.apply(
          caller,
          "drop-namespace",
          List.of(change(namespace)),
          StoredAnswer.NO_CONTENT,
          session -> {
            if (!session.namespaces().delete(namespace)) {
              throw noSuchNamespace(namespace);
            }
            return null;
          });
    } catch (MissingReferenceException e) {
      throw new NamespaceNotEmptyException(
          e, "Namespace is not empty: %s; drop its tables, views and namespaces first", namespace);
    }
  }

  /**
   * Sets and removes properties in one step.
   *
   * @param answer makes the answer to keep from the answer to give
   * @throws NoSuchNamespaceException if there is no such namespace
   * @throws UnprocessableEntityException if a key is both set and removed
   */
  public UpdateNamespacePropertiesResponse update(
      Namespace namespace,
      Map<String, String> updates,
      List<String> removals,
      Caller caller,
      Function<UpdateNamespacePropertiesResponse, StoredAnswer> answer) {
    for (String key : removals) {
      if (updates.containsKey(key)) {
        throw new UnprocessableEntityException("Property is to be both set and removed: %s", key);
      }
    }
    // The answer depends on the properties found, and goes into the same transaction: so it is
    // computed first, and the transaction repeats the check under a row lock.
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Map<String, String> found = properties(namespace);
      UpdateNamespacePropertiesResponse response = response(found, updates, removals);
      boolean applied =
          mutations.applyIf(
              caller,
              "update-namespace",
              List.of(change(namespace)),
              answer.apply(response),
              session -> {
                Map<String, String> current =
                    session
                        .namespaces()
                        .lock(namespace)
                        .orElseThrow(() -> noSuchNamespace(namespace));
                if (!current.equals(found)) {
                  return false;
                }
                Map<String, String> changed = new LinkedHashMap<>(current);
                changed.putAll(updates);
                removals.forEach(changed::remove);
                session.namespaces().setProperties(namespace, changed);
                return true;
              });
      if (applied) {
        return response;
      }
    }
    throw new CommitFailedException(
        "Namespace keeps changing, nothing was applied: %s; try again", namespace);
  }

  private static UpdateNamespacePropertiesResponse response(
      Map<String, String> found, Map<String, String> updates, List<String> removals) {
    Set<String> removed = new LinkedHashSet<>(removals);
    removed.retainAll(found.keySet());
    Set<String> missing = new LinkedHashSet<>(removals);
    missing.removeAll(removed);
    return UpdateNamespacePropertiesResponse.builder()
        .addUpdated(updates.keySet())
        .addRemoved(removed)
        .addMissing(missing)
        .build();
  }

  private static ObjectChange change(Namespace namespace) {
    return new ObjectChange("namespace", Arrays.asList(namespace.levels()), null, null, null, null);
  }

  private static Namespace parentOf(Namespace namespace) {
    return Namespace.of(Arrays.copyOf(namespace.levels(), namespace.length() - 1));
  }

  private static NoSuchNamespaceException noSuchNamespace(Namespace namespace) {
    return new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
  }
}
