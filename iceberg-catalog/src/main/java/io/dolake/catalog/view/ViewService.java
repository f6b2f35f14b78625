package io.dolake.catalog.view;

import io.dolake.catalog.commit.Caller;
import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.commit.ObjectChange;
import io.dolake.catalog.commit.ObjectLocks;
import io.dolake.catalog.commit.ObjectNames;
import io.dolake.catalog.commit.ObjectRegistry;
import io.dolake.catalog.namespace.Names;
import io.dolake.catalog.storage.LocationPolicy;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.ObjectKind;
import io.dolake.catalog.store.ObjectRow;
import io.dolake.catalog.store.Page;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
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

  private final Mutations mutations;
  private final ViewMetadataStore metadata;
  private final ObjectNames names;
  private final ObjectRegistry registry;
  private final ObjectLocks locks;
  private final LocationPolicy locations;

  public ViewService(
      CatalogStore store,
      Mutations mutations,
      ViewMetadataStore metadata,
      ObjectLocks locks,
      LocationPolicy locations) {
    this.mutations = mutations;
    this.metadata = metadata;
    this.names = new ObjectNames(store);
    this.registry = new ObjectRegistry(store, mutations, ObjectKind.VIEW);
    this.locks = locks;
    this.locations = locations;
  }

  /** Names of the views of a namespace, in order. */
  public List<TableIdentifier> list(Namespace namespace, Page page) {
    return registry.list(namespace, page);
  }

  /**
   * @throws NoSuchViewException if there is no such view
   */
  public ViewMetadata load(TableIdentifier identifier) {
    return metadata.load(registry.find(identifier).metadataLocation());
  }

  /**
   * @throws NoSuchViewException if there is no such view
   */
  public void requireExists(TableIdentifier identifier) {
    registry.find(identifier);
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
    return ObjectRegistry.deletingUnlessApplied(
        () -> metadata.deleteUnused(view), () -> add(identifier, view, caller, "create-view"));
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
    return add(identifier, view, caller, "register-view");
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
        ObjectRow row = registry.find(identifier);
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
        if (ObjectRegistry.deletingUnlessApplied(
            () -> metadata.deleteUnused(view), () -> swap(row, view, caller))) {
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
            List.of(describe(row.identifier(), view)),
            registry.answer(row.identifier()),
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
    registry.remove(identifier, caller, "drop-view", (session, removed) -> {});
  }

  /**
   * @throws NoSuchViewException if there is no such view
   * @throws NoSuchNamespaceException if the new namespace does not exist
   * @throws org.apache.iceberg.exceptions.AlreadyExistsException if the new name is taken
   */
  public void rename(TableIdentifier from, TableIdentifier to, Caller caller) {
    Names.check(to);
    registry.rename(from, to, caller);
  }

  private ViewMetadata add(
      TableIdentifier identifier, ViewMetadata view, Caller caller, String operation) {
    registry.add(
        new ObjectRow(identifier, ObjectKind.VIEW, view.uuid(), view.metadataFileLocation()),
        describe(identifier, view),
        caller,
        operation);
    return view;
  }

  private static ObjectChange describe(TableIdentifier identifier, ViewMetadata view) {
    return new ObjectChange(
        ObjectKind.VIEW.id(),
        List.of(identifier.namespace().levels()),
        identifier.name(),
        view.uuid(),
        view.metadataFileLocation(),
        null);
  }
}
