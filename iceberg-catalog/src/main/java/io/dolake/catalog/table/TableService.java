package io.dolake.catalog.table;

import io.dolake.catalog.commit.Caller;
import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.commit.ObjectNames;
import io.dolake.catalog.commit.ObjectRegistry;
import io.dolake.catalog.namespace.Names;
import io.dolake.catalog.storage.LocationPolicy;
import io.dolake.catalog.store.CatalogStore;
import io.dolake.catalog.store.ObjectKind;
import io.dolake.catalog.store.ObjectRow;
import io.dolake.catalog.store.Page;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.requests.CreateTableRequest;

/** Creates, finds, registers, renames and drops tables. Commits are {@link TableCommitter}'s. */
public final class TableService {
  private final Mutations mutations;
  private final TableMetadataStore metadata;
  private final ObjectNames names;
  private final ObjectRegistry registry;
  private final LocationPolicy locations;
  private final Map<String, String> tableDefaults;
  private final Clock clock;

  /**
   * @param tableDefaults properties of new tables that the request does not set
   */
  public TableService(
      CatalogStore store,
      Mutations mutations,
      TableMetadataStore metadata,
      LocationPolicy locations,
      Map<String, String> tableDefaults,
      Clock clock) {
    this.mutations = mutations;
    this.metadata = metadata;
    this.names = new ObjectNames(store);
    this.registry = new ObjectRegistry(store, mutations, ObjectKind.TABLE);
    this.locations = locations;
    this.tableDefaults = Map.copyOf(tableDefaults);
    this.clock = clock;
  }

  /** Names of the tables of a namespace, in order. */
  public List<TableIdentifier> list(Namespace namespace, Page page) {
    return registry.list(namespace, page);
  }

  /**
   * @throws NoSuchTableException if there is no such table
   */
  public StoredTable load(TableIdentifier identifier) {
    return metadata.load(registry.find(identifier).metadataLocation());
  }

  /**
   * The location of the table's current metadata, without reading it.
   *
   * @throws NoSuchTableException if there is no such table
   */
  public String metadataLocation(TableIdentifier identifier) {
    return registry.find(identifier).metadataLocation();
  }

  /** The metadata a table would be created with. Nothing is stored. */
  public TableMetadata stage(Namespace namespace, CreateTableRequest request) {
    TableIdentifier identifier = Names.check(TableIdentifier.of(namespace, request.name()));
    Map<String, String> namespaceProperties = names.requireFree(identifier, ObjectKind.TABLE);
    return initialMetadata(identifier, request, namespaceProperties);
  }

  /**
   * @throws AlreadyExistsException if there is a table or view of that name
   * @throws NoSuchNamespaceException if the namespace does not exist
   */
  public StoredTable create(Namespace namespace, CreateTableRequest request, Caller caller) {
    TableIdentifier identifier = Names.check(TableIdentifier.of(namespace, request.name()));
    Map<String, String> namespaceProperties = names.requireFree(identifier, ObjectKind.TABLE);
    StoredTable table =
        metadata.write(initialMetadata(identifier, request, namespaceProperties), null);
    ObjectRegistry.deletingUnlessApplied(
        () -> metadata.deleteUnused(table), () -> add(identifier, table, caller, "create-table"));
    metadata.remember(table);
    return table;
  }

  /**
   * Adds a table whose metadata file exists already.
   *
   * @param overwrite whether a table of that name is to stand for the file from now on
   * @throws AlreadyExistsException if the name is taken
   * @throws org.apache.iceberg.exceptions.NotFoundException if there is no such file
   */
  public StoredTable register(
      TableIdentifier identifier, String metadataLocation, boolean overwrite, Caller caller) {
    Names.check(identifier);
    locations.check(metadataLocation);
    Optional<ObjectRow> existing = names.find(identifier);
    if (existing.isEmpty() || existing.get().kind() == ObjectKind.VIEW || !overwrite) {
      names.requireFree(identifier, ObjectKind.TABLE);
    }
    StoredTable table = metadata.load(metadataLocation);
    if (existing.isEmpty()) {
      return add(identifier, table, caller, "register-table");
    }
    mutations.apply(
        caller,
        "register-table",
        List.of(PreparedChange.describe(identifier, table.metadata())),
        registry.answer(identifier),
        session -> {
          // Whatever the table stands for by now is overwritten, that is what was asked for.
          ObjectRow current =
              session.objects().find(identifier).orElseThrow(() -> registry.missing(identifier));
          if (!session.objects().swap(current, table.metadata().uuid(), metadataLocation)) {
            throw new CommitFailedException(
                "Table changed while it was registered: %s", identifier);
          }
          return null;
        });
    return table;
  }

  /**
   * Removes a table from the catalog.
   *
   * @param purge whether its files are to be deleted, which happens later and survives restarts
   * @throws NoSuchTableException if there is no such table
   */
  public void drop(TableIdentifier identifier, boolean purge, Caller caller) {
    registry.remove(
        identifier,
        caller,
        purge ? "purge-table" : "drop-table",
        (session, removed) -> {
          if (purge) {
            session
                .purges()
                .insert(
                    UUID.randomUUID().toString(),
                    identifier.toString(),
                    removed.metadataLocation(),
                    clock.millis());
          }
        });
  }

  /**
   * @throws NoSuchTableException if there is no such table
   * @throws NoSuchNamespaceException if the new namespace does not exist
   * @throws AlreadyExistsException if the new name is taken
   */
  public void rename(TableIdentifier from, TableIdentifier to, Caller caller) {
    Names.check(to);
    registry.rename(from, to, caller);
  }

  private StoredTable add(
      TableIdentifier identifier, StoredTable table, Caller caller, String operation) {
    registry.add(
        new ObjectRow(identifier, ObjectKind.TABLE, table.metadata().uuid(), table.location()),
        PreparedChange.describe(identifier, table.metadata()),
        caller,
        operation);
    return table;
  }

  private TableMetadata initialMetadata(
      TableIdentifier identifier,
      CreateTableRequest request,
      Map<String, String> namespaceProperties) {
    Map<String, String> properties = new HashMap<>(tableDefaults);
    properties.putAll(request.properties());
    String location =
        request.location() != null
            ? request.location()
            : locations.newLocation(identifier, namespaceProperties);
    locations.checkMove(location, properties, null, null);
    return TableMetadata.newTableMetadata(
        request.schema(),
        request.spec() != null ? request.spec() : PartitionSpec.unpartitioned(),
        request.writeOrder() != null ? request.writeOrder() : SortOrder.unsorted(),
        location,
        properties);
  }
}
