package io.dolake.catalog.view;

import io.dolake.catalog.commit.Caller;
import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.commit.ObjectChange;
import io.dolake.catalog.commit.ObjectLocks;
import io.dolake.catalog.commit.ObjectNames;
import io.dolake.catalog.namespace.Names;
import io.dolake.catalog.storage.LocationPolicy;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.DuplicateKeyException;
import io.dolake.catalog.store.MissingReferenceException;
import io.dolake.catalog.store.ObjectKind;
import io.dolake.catalog.store.ObjectRow;
import io.dolake.catalog.store.OutcomeUnknownException;
import io.dolake.catalog.store.Page;
import io.dolake.catalog.store.StoredAnswer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.TableIdentifierParser;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.view.ImmutableViewVersion;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewRepresentation;

/** Creates, finds, changes, registers, renames and drops views. */
public final class ViewService {
  private static final int MAX_ATTEMPTS = 10;

  private final CatalogStore store;
  private final Mutations mutations;
  private final ViewMetadataStore metadata;
  private final ObjectNames names;
  private final ObjectLocks locks;
  private final LocationPolicy locations;

  public ViewService(
      CatalogStore store,
      Mutations mutations,
      ViewMetadataStore metadata,
      ObjectLocks locks,
      LocationPolicy locations) {
    this.store = store;
    this.mutations = mutations;
    this.metadata = metadata;
    this.names = new ObjectNames(store);
    this.locks = locks;
    this.locations = locations;
  }

  /** Names of the views of a namespace, in order. */
  public List<TableIdentifier> list(Namespace namespace, Page page) {
    return store.read(
        session -> {
          if (session.namespaces().find(namespace).isEmpty()) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
          }
          return session.objects().list(namespace, ObjectKind.VIEW, page).stream()
              .map(ObjectRow::identifier)
              .toList();
        });
  }

  /**
   * @throws NoSuchViewException if there is no such view
   */
  public ViewMetadata load(TableIdentifier identifier) {
    return metadata.load(row(identifier).metadataLocation());
  }

  /**
   * @throws NoSuchViewException if there is no such view
   */
  public void requireExists(TableIdentifier identifier) {
    row(identifier);
  }

  /**
   * @throws org.apache.iceberg.exceptions.AlreadyExistsException if the name is taken
   * @throws NoSuchNamespaceException if the namespace does not exist
   */
  public ViewMetadata create(Namespace namespace, CreateViewRequest request, Caller caller) {
    TableIdentifier identifier = Names.check(TableIdentifier.of(namespace, request.name()));
    for (ViewRepresentation representation : request.viewVersion().representations()) {
      if (!(representation instanceof SQLViewRepresentation)) {
        throw new IllegalArgumentException(
            "Unsupported view representation: " + representation.type() + "; use sql");
      }
    }
    Map<String, String> namespaceProperties = names.requireFree(identifier, ObjectKind.VIEW);
    String location =
        request.location() != null
            ? request.location()
            : locations.newLocation(identifier, namespaceProperties);
    locations.checkMove(location, request.properties(), null, null);
    ViewMetadata initial =
        ViewMetadata.builder()
            .setProperties(request.properties())
            .setLocation(location)
            .setCurrentVersion(
                ImmutableViewVersion.builder()
                    .from(request.viewVersion())
                    .schemaId(request.schema().schemaId())
                    .build(),
                request.schema())
            .build();
    ViewMetadata view = metadata.write(initial, null);
    deletingUnlessApplied(
        view,
        () -> {
          insert(identifier, view, caller, "create-view");
          return null;
        });
    return view;
  }

  /**
   * Adds a view whose metadata file exists already.
   *
   * @throws org.apache.iceberg.exceptions.AlreadyExistsException if the name is taken
   */
  public ViewMetadata register(TableIdentifier identifier, String metadataLocation, Caller caller) {
    Names.check(identifier);
    locations.check(metadataLocation);
    names.requireFree(identifier, ObjectKind.VIEW);
    ViewMetadata view = metadata.load(metadataLocation);
    insert(identifier, view, caller, "register-view");
    return view;
  }

  /**
   * Applies updates to a view.
   *
   * @throws NoSuchViewException if there is no such view
   * @throws CommitFailedException if a requirement does not hold; nothing was changed
   */
  public ViewMetadata commit(
      TableIdentifier identifier,
      List<UpdateRequirement> requirements,
      List<MetadataUpdate> updates,
      Caller caller) {
    try (ObjectLocks.Held held = locks.acquire(List.of(identifier))) {
      for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        ObjectRow row = row(identifier);
        ViewMetadata base = metadata.load(row.metadataLocation());
        requirements.forEach(requirement -> requirement.validate(base));
        ViewMetadata.Builder builder = ViewMetadata.buildFrom(base);
        updates.forEach(update -> update.applyTo(builder));
        ViewMetadata updated = builder.build();
        if (updated.changes().isEmpty()) {
          return base;
        }
        locations.checkMove(
            updated.location(), updated.properties(), base.location(), base.properties());
        ViewMetadata view = metadata.write(updated, row.metadataLocation());
        if (deletingUnlessApplied(view, () -> swap(row, view, caller))) {
          return view;
        }
      }
    }
    throw new CommitFailedException(
        "Other commits to view %s were faster %d times, try again", identifier, MAX_ATTEMPTS);
  }

  private boolean swap(ObjectRow row, ViewMetadata view, Caller caller) {
    boolean applied =
        mutations.applyIf(
            caller,
            "commit-view",
            List.of(describe(row.identifier(), view.uuid(), view.metadataFileLocation())),
            StoredAnswer.view(TableIdentifierParser.toJson(row.identifier())),
            session -> session.objects().swap(row, view.uuid(), view.metadataFileLocation()));
    if (!applied) {
      metadata.deleteUnused(view);
    }
    return applied;
  }

  /**
   * @throws NoSuchViewException if there is no such view
   */
  public void drop(TableIdentifier identifier, Caller caller) {
    ObjectRow row = row(identifier);
    mutations.apply(
        caller,
        "drop-view",
        List.of(describe(identifier, row.uuid(), row.metadataLocation())),
        StoredAnswer.NO_CONTENT,
        session -> {
          if (!session.objects().delete(identifier, ObjectKind.VIEW)) {
            throw noSuchView(identifier);
          }
          return null;
        });
  }

  /**
   * @throws NoSuchViewException if there is no such view
   * @throws NoSuchNamespaceException if the new namespace does not exist
   * @throws org.apache.iceberg.exceptions.AlreadyExistsException if the new name is taken
   */
  public void rename(TableIdentifier from, TableIdentifier to, Caller caller) {
    Names.check(to);
    ObjectRow row = row(from);
    names.requireNamespace(to.namespace());
    try {
      mutations.apply(
          caller,
          "rename-view",
          List.of(
              describe(from, row.uuid(), row.metadataLocation()),
              describe(to, row.uuid(), row.metadataLocation())),
          StoredAnswer.NO_CONTENT,
          session -> {
            if (!session.objects().rename(from, to, ObjectKind.VIEW)) {
              throw noSuchView(from);
            }
            return null;
          });
    } catch (DuplicateKeyException e) {
      throw names.renameTaken(from, to, ObjectKind.VIEW, e);
    } catch (MissingReferenceException e) {
      throw new NoSuchNamespaceException(e, "Namespace does not exist: %s", to.namespace());
    }
  }

  private void insert(
      TableIdentifier identifier, ViewMetadata view, Caller caller, String operation) {
    try {
      mutations.apply(
          caller,
          operation,
          List.of(describe(identifier, view.uuid(), view.metadataFileLocation())),
          StoredAnswer.view(TableIdentifierParser.toJson(identifier)),
          session -> {
            session
                .objects()
                .insert(
                    new ObjectRow(
                        identifier, ObjectKind.VIEW, view.uuid(), view.metadataFileLocation()));
            return null;
          });
    } catch (DuplicateKeyException e) {
      throw names.taken(identifier, ObjectKind.VIEW, e);
    } catch (MissingReferenceException e) {
      throw new NoSuchNamespaceException(e, "Namespace does not exist: %s", identifier.namespace());
    }
  }

  /** Deletes the view's new file if the mutation certainly did not happen. */
  private <T> T deletingUnlessApplied(ViewMetadata view, Supplier<T> mutation) {
    try {
      return mutation.get();
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (RuntimeException e) {
      metadata.deleteUnused(view);
      throw e;
    }
  }

  private ObjectRow row(TableIdentifier identifier) {
    return names
        .find(identifier)
        .filter(row -> row.kind() == ObjectKind.VIEW)
        .orElseThrow(() -> noSuchView(identifier));
  }

  private static ObjectChange describe(
      TableIdentifier identifier, String uuid, String metadataLocation) {
    return new ObjectChange(
        ObjectKind.VIEW.id(),
        List.of(identifier.namespace().levels()),
        identifier.name(),
        uuid,
        metadataLocation,
        null);
  }

  private static NoSuchViewException noSuchView(TableIdentifier identifier) {
    return new NoSuchViewException("View does not exist: %s", identifier);
  }
}
