package io.dolake.storage.catalog;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.storage.catalog.CatalogState.StoredIndex;
import io.dolake.storage.catalog.CatalogState.StoredTable;
import io.dolake.storage.catalog.CatalogState.VersionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Applies DDL steps to a catalog state. A step that does not fit (a name that is taken, an object
 * that is missing) is refused with the state unchanged. Used by one thread.
 */
public final class CatalogEditor {
  private final CatalogState before;
  private final boolean committed;
  private final Map<Integer, StoredTable> tables;
  private final Map<VersionKey, TableDef> versions;
  private final Map<Integer, StoredIndex> indexes;
  private final Map<String, ViewDef> views;
  private final Map<String, TriggerDef> triggers;
  private final Map<String, byte[]> settings;
  private final List<Integer> abandonedStorages = new ArrayList<>();
  private int nextTableId;
  private int nextIndexId;
  private int nextStorageId;

  private CatalogEditor(CatalogState before, boolean committed) {
    this.before = before;
    this.committed = committed;
    tables = new HashMap<>(before.tablesById);
    versions = new HashMap<>(before.tableVersions);
    indexes = new HashMap<>(before.indexesById);
    views = new HashMap<>(before.viewsByName);
    triggers = new HashMap<>(before.triggersByName);
    settings = new HashMap<>(before.settings);
    nextTableId = before.nextTableId;
    nextIndexId = before.nextIndexId;
    nextStorageId = before.nextStorageId;
  }

  /** Steps of a transaction that is being committed: new objects get storage. */
  public static CatalogEditor committing(CatalogState before) {
    return new CatalogEditor(before, true);
  }

  /** Steps of an open transaction: new objects have no storage yet. */
  public static CatalogEditor provisional(CatalogState before) {
    return new CatalogEditor(before, false);
  }

  /** Storages that the applied steps have left without owner. */
  public List<Integer> abandonedStorages() {
    return abandonedStorages;
  }

  /** The state after the applied steps. */
  public CatalogState result(long version) {
    CatalogState after =
        new CatalogState(
            before.expressions(),
            version,
            nextTableId,
            nextIndexId,
            nextStorageId,
            tables,
            versions,
            indexes,
            views,
            triggers,
            settings);
    after.adoptLayouts(before);
    return after;
  }

  public void apply(CatalogChange change) {
    apply(change, this::newStorageId);
  }

  /**
   * @param indexStorage gives the storage of a new index, which may have been filled already
   */
  public void apply(CatalogChange change, IntSupplier indexStorage) {
    if (change instanceof CatalogChange.CreateTable create) {
      createTable(create.table());
    } else if (change instanceof CatalogChange.AlterTable alter) {
      alterTable(alter.table());
    } else if (change instanceof CatalogChange.DropTable drop) {
      dropTable(drop.table().value());
    } else if (change instanceof CatalogChange.TruncateTable truncate) {
      truncateTable(truncate.table().value());
    } else if (change instanceof CatalogChange.CreateIndex create) {
      createIndex(create.index(), indexStorage);
    } else if (change instanceof CatalogChange.DropIndex drop) {
      dropIndex(drop.index().value());
    } else if (change instanceof CatalogChange.CreateView create) {
      createView(create.view());
    } else if (change instanceof CatalogChange.DropView drop) {
      dropView(drop);
    } else if (change instanceof CatalogChange.CreateTrigger create) {
      createTrigger(create.trigger());
    } else if (change instanceof CatalogChange.DropTrigger drop) {
      dropTrigger(drop);
    } else if (change instanceof CatalogChange.PutSetting put) {
      putSetting(put);
    }
  }

  private int newStorageId() {
    return committed ? nextStorageId++ : CatalogState.NO_STORAGE;
  }

  private void createTable(TableDef table) {
    requireFreeName(table.schema(), table.name(), 0);
    if (tables.containsKey(table.id().value()) || versionKnown(table)) {
      throw new DoLakeException(
          ErrorCode.INVALID_DEFINITION, "table id " + table.id() + " is taken");
    }
    put(table, newStorageId());
    nextTableId = Math.max(nextTableId, table.id().value() + 1);
  }

  private boolean versionKnown(TableDef table) {
    return versions.containsKey(new VersionKey(table.id().value(), table.schemaVersion()));
  }

  private void put(TableDef table, int storageId) {
    tables.put(table.id().value(), new StoredTable(table, storageId));
    versions.put(new VersionKey(table.id().value(), table.schemaVersion()), table);
  }

  private void alterTable(TableDef table) {
    StoredTable stored = requireTable(table.id().value());
    int expected = stored.table().schemaVersion() + 1;
    if (table.schemaVersion() != expected) {
      throw new DoLakeException(
          ErrorCode.INVALID_DEFINITION,
          String.format(
              "table %s gets version %d, not %d", table.name(), expected, table.schemaVersion()));
    }
    if (!table.primaryKey().equals(stored.table().primaryKey())) {
      throw new DoLakeException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "the primary key of table " + table.name() + " cannot be changed",
          "create a new table and copy the rows");
    }
    requireFreeName(table.schema(), table.name(), table.id().value());
    requireKeyColumns(table, stored.table(), "its primary key", table.primaryKey());
    for (StoredIndex index : indexes.values()) {
      if (index.index().table().equals(table.id())) {
        requireKeyColumns(
            table, stored.table(), "index " + index.index().name(), index.index().columns());
      }
    }
    put(table, stored.storageId());
  }

  /**
   * Stored keys stay as they are, so the columns in them must stay and keep their types; how long a
   * text or large a decimal may be does not show in its key.
   */
  private static void requireKeyColumns(
      TableDef after, TableDef before, String user, List<KeyColumn> key) {
    for (KeyColumn part : key) {
      if (part.columnId() == 0) {
        continue;
      }
      int ordinal = after.ordinalOf(part.columnId());
      ColumnDef old = before.columns().get(before.ordinalOf(part.columnId()));
      if (ordinal < 0 || !hasSameKeys(after.columns().get(ordinal).type(), old.type())) {
        throw new DoLakeException(
            ErrorCode.DEPENDENT_OBJECTS,
            "column " + old.name() + " of table " + before.name() + " is used by " + user,
            "drop the index first, or create a new table and copy the rows");
      }
    }
  }

  private static boolean hasSameKeys(ColumnType a, ColumnType b) {
    return a.kind() == b.kind() && a.scale() == b.scale();
  }

  private void dropTable(int tableId) {
    StoredTable stored = requireTable(tableId);
    tables.remove(tableId);
    abandon(stored.storageId());
    dropTriggersOf(stored.table().schema(), stored.table().name());
    List.copyOf(indexes.values()).stream()
        .filter(index -> index.index().table().value() == tableId)
        .forEach(index -> dropIndex(index.index().id().value()));
  }

  private void truncateTable(int tableId) {
    StoredTable stored = requireTable(tableId);
    abandon(stored.storageId());
    tables.put(tableId, new StoredTable(stored.table(), newStorageId()));
    for (StoredIndex index : List.copyOf(indexes.values())) {
      if (index.index().table().value() == tableId) {
        abandon(index.storageId());
        indexes.put(index.index().id().value(), new StoredIndex(index.index(), newStorageId()));
      }
    }
  }

  private void createIndex(IndexDef index, IntSupplier storage) {
    requireTable(index.table().value());
    StoredIndex existing = indexes.get(index.id().value());
    if (existing != null && !existing.index().ready() && index.ready()) {
      indexes.put(index.id().value(), new StoredIndex(index, existing.storageId()));
      return;
    }
    boolean taken =
        indexes.values().stream()
            .anyMatch(other -> other.index().name().equalsIgnoreCase(index.name()));
    if (existing != null || taken) {
      throw new DoLakeException(
          ErrorCode.DUPLICATE_OBJECT, "index " + index.name() + " already exists");
    }
    indexes.put(index.id().value(), new StoredIndex(index, storage.getAsInt()));
    nextIndexId = Math.max(nextIndexId, index.id().value() + 1);
  }

  private void dropIndex(int indexId) {
    StoredIndex stored = indexes.remove(indexId);
    if (stored == null) {
      throw new DoLakeException(ErrorCode.UNDEFINED_OBJECT, "there is no index with id " + indexId);
    }
    abandon(stored.storageId());
  }

  private void createView(ViewDef view) {
    requireFreeName(view.schema(), view.name(), 0);
    views.put(CatalogState.nameKey(view.schema(), view.name()), view);
  }

  private void dropView(CatalogChange.DropView drop) {
    if (views.remove(CatalogState.nameKey(drop.schema(), drop.name())) == null) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_TABLE, "there is no view " + drop.schema() + "." + drop.name());
    }
    dropTriggersOf(drop.schema(), drop.name());
  }

  private void createTrigger(TriggerDef trigger) {
    String key = CatalogState.nameKey(trigger.schema(), trigger.name());
    if (triggers.putIfAbsent(key, trigger) != null) {
      throw new DoLakeException(
          ErrorCode.DUPLICATE_OBJECT, "trigger " + trigger.name() + " already exists");
    }
  }

  private void dropTrigger(CatalogChange.DropTrigger drop) {
    if (triggers.remove(CatalogState.nameKey(drop.schema(), drop.name())) == null) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_OBJECT, "there is no trigger " + drop.schema() + "." + drop.name());
    }
  }

  private void dropTriggersOf(String schema, String relation) {
    triggers.values().removeIf(trigger -> trigger.isOn(schema, relation));
  }

  private void putSetting(CatalogChange.PutSetting put) {
    if (put.value() == null) {
      settings.remove(put.key());
    } else {
      settings.put(put.key(), put.value().clone());
    }
  }

  private void abandon(int storageId) {
    if (storageId != CatalogState.NO_STORAGE) {
      abandonedStorages.add(storageId);
    }
  }

  private StoredTable requireTable(int tableId) {
    StoredTable stored = tables.get(tableId);
    if (stored == null) {
      throw new DoLakeException(ErrorCode.UNDEFINED_TABLE, "there is no table with id " + tableId);
    }
    return stored;
  }

  private void requireFreeName(String schema, String name, int exceptTableId) {
    String key = CatalogState.nameKey(schema, name);
    boolean takenByTable =
        tables.values().stream()
            .map(StoredTable::table)
            .anyMatch(
                table ->
                    table.id().value() != exceptTableId
                        && CatalogState.nameKey(table.schema(), table.name()).equals(key));
    if (takenByTable || views.containsKey(key)) {
      throw new DoLakeException(
          ErrorCode.DUPLICATE_TABLE, "table or view " + name + " already exists");
    }
  }
}
