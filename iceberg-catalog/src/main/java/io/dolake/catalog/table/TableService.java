package io.dolake.catalog.table;

import io.dolake.catalog.commit.Caller;
import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.commit.ObjectChange;
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
import org.apache.iceberg.catalog.TableIdentifierParser;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.requests.CreateTableRequest;

/** Creates, finds, registers, renames and drops tables. Commits are {@link TableCommitter}'s. */
public final class TableService {
  private final CatalogStore store;
  private final Mutations mutations;
  private final TableMetadataStore metadata;
  private final ObjectNames names;
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
    this.store = store;
    this.mutations = mutations;
    this.metadata = metadata;
    this.names = new ObjectNames(store);
    this.locations = locations;
    this.tableDefaults = Map.copyOf(tableDefaults);
    this.clock = clock;
  }

  /** Names of the tables of a namespace, in order. */
  public List<TableIdentifier> list(Namespace namespace, Page page) {
    return store.read(
        session -> {
          if (session.namespaces().find(namespace).isEmpty()) {
            throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
          }
          return session.objects().list(namespace, ObjectKind.TABLE, page).stream()
              .map(ObjectRow::identifier)
              .toList();
        });
  }

  /**
   * @throws NoSuchTableException if there is no such table
   */
  public StoredTable load(TableIdentifier identifier) {
    return metadata.load(row(identifier).metadataLocation());
  }

  /**
   * The location of the table's current metadata, without reading it.
   *
   * @throws NoSuchTableException if there is no such table
   */
  public String metadataLocation(TableIdentifier identifier) {
    return row(identifier).metadataLocation();
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
    try {
      insert(identifier, table, caller, "create-table");
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (RuntimeException e) {
      metadata.deleteUnused(table);
      throw e;
    }
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
      insert(identifier, table, caller, "register-table");
      return table;
    }
    mutations.apply(
        caller,
        "register-table",
        List.of(PreparedChange.describe(identifier, table.metadata())),
        StoredAnswer.table(TableIdentifierParser.toJson(identifier)),
        session -> {
          // Whatever the table stands for by now is overwritten, that is what was asked for.
          ObjectRow current =
              session.objects().find(identifier).orElseThrow(() -> noSuchTable(identifier));
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
    ObjectRow row = row(identifier);
    mutations.apply(
        caller,
        purge ? "purge-table" : "drop-table",
        List.of(describe(row, identifier)),
        StoredAnswer.NO_CONTENT,
        session -> {
          ObjectRow current =
              session
                  .objects()
                  .find(identifier)
                  .filter(found -> found.kind() == ObjectKind.TABLE)
                  .orElseThrow(() -> noSuchTable(identifier));
          if (!session.objects().delete(identifier, ObjectKind.TABLE)) {
            throw noSuchTable(identifier);
          }
          if (purge) {
            session
                .purges()
                .insert(
                    UUID.randomUUID().toString(),
                    identifier.toString(),
                    current.metadataLocation(),
                    clock.millis());
          }
          return null;
        });
  }

  /**
   * @throws NoSuchTableException if there is no such table
   * @throws NoSuchNamespaceException if the new namespace does not exist
   * @throws AlreadyExistsException if the new name is taken
   */
  public void rename(TableIdentifier from, TableIdentifier to, Caller caller) {
    Names.check(to);
    ObjectRow row = row(from);
    names.requireNamespace(to.namespace());
    try {
      mutations.apply(
          caller,
          "rename-table",
          List.of(describe(row, from), describe(row, to)),
          StoredAnswer.NO_CONTENT,
          session -> {
            if (!session.objects().rename(from, to, ObjectKind.TABLE)) {
              throw noSuchTable(from);
            }
            return null;
          });
    } catch (DuplicateKeyException e) {
      throw names.renameTaken(from, to, ObjectKind.TABLE, e);
    } catch (MissingReferenceException e) {
      throw new NoSuchNamespaceException(e, "Namespace does not exist: %s", to.namespace());
    }
  }

  private ObjectRow row(TableIdentifier identifier) {
    return store
        .read(session -> session.objects().find(identifier))
        .filter(row -> row.kind() == ObjectKind.TABLE)
        .orElseThrow(() -> noSuchTable(identifier));
  }

  private void insert(
      TableIdentifier identifier, StoredTable table, Caller caller, String operation) {
    try {
      mutations.apply(
          caller,
          operation,
          List.of(PreparedChange.describe(identifier, table.metadata())),
          StoredAnswer.table(TableIdentifierParser.toJson(identifier)),
          session -> {
            session
                .objects()
                .insert(
                    new ObjectRow(
                        identifier, ObjectKind.TABLE, table.metadata().uuid(), table.location()));
            return null;
          });
    } catch (DuplicateKeyException e) {
      throw names.taken(identifier, ObjectKind.TABLE, e);
    } catch (MissingReferenceException e) {
      throw new NoSuchNamespaceException(e, "Namespace does not exist: %s", identifier.namespace());
    }
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

  private static ObjectChange describe(ObjectRow row, TableIdentifier identifier) {
    return new ObjectChange(
        row.kind().id(),
        List.of(identifier.namespace().levels()),
        identifier.name(),
        row.uuid(),
        row.metadataLocation(),
        null);
  }

  private static NoSuchTableException noSuchTable(TableIdentifier identifier) {
    return new NoSuchTableException("Table does not exist: %s", identifier);
  }
}
