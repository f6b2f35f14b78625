package io.dolake.storage.catalog;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.storage.ExpressionCompiler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All objects of the database at one moment, with the storage that holds each table's and index's
 * entries. Immutable; {@link CatalogEditor} makes the next state.
 *
 * <p>A storage id names one generation of a table or index in LMDB. TRUNCATE gives the table a new
 * one and leaves the old entries to be removed bit by bit.
 */
public final class CatalogState implements Catalog {
  /** Storage of an object whose transaction has not committed: it has no entries in LMDB. */
  public static final int NO_STORAGE = 0;

  /** A live table and where its rows are. */
  public record StoredTable(TableDef table, int storageId) {}

  /** A live index and where its entries are. */
  public record StoredIndex(IndexDef index, int storageId) {}

  record VersionKey(int tableId, int schemaVersion) {}

  final long version;
  final int nextTableId;
  final int nextIndexId;
  final int nextStorageId;
  final Map<Integer, StoredTable> tablesById;
  final Map<VersionKey, TableDef> tableVersions;
  final Map<Integer, StoredIndex> indexesById;
  final Map<String, ViewDef> viewsByName;
  final Map<String, TriggerDef> triggersByName;
  final Map<String, byte[]> settings;
  private final Map<String, TableDef> tablesByName = new HashMap<>();
  private final Map<String, TableDef> sequencesByName = new HashMap<>();
  private final Map<String, IndexDef> indexesByName = new HashMap<>();
  private final Map<Integer, List<StoredIndex>> indexesByTable = new HashMap<>();
  private final ExpressionCompiler expressions;
  private final ConcurrentHashMap<Integer, TableLayout> layouts = new ConcurrentHashMap<>();

  CatalogState(
      ExpressionCompiler expressions,
      long version,
      int nextTableId,
      int nextIndexId,
      int nextStorageId,
      Map<Integer, StoredTable> tablesById,
      Map<VersionKey, TableDef> tableVersions,
      Map<Integer, StoredIndex> indexesById,
      Map<String, ViewDef> viewsByName,
      Map<String, TriggerDef> triggersByName,
      Map<String, byte[]> settings) {
    this.expressions = expressions;
    this.version = version;
    this.nextTableId = nextTableId;
    this.nextIndexId = nextIndexId;
    this.nextStorageId = nextStorageId;
    this.tablesById = Collections.unmodifiableMap(tablesById);
    this.tableVersions = Collections.unmodifiableMap(tableVersions);
    this.indexesById = Collections.unmodifiableMap(indexesById);
    this.viewsByName = Collections.unmodifiableMap(viewsByName);
    this.triggersByName = Collections.unmodifiableMap(new TreeMap<>(triggersByName));
    this.settings = Collections.unmodifiableMap(settings);
    for (StoredTable stored : tablesById.values()) {
      TableDef table = stored.table();
      (table.isSequence() ? sequencesByName : tablesByName)
          .put(nameKey(table.schema(), table.name()), table);
    }
    for (StoredIndex stored : new TreeMap<>(indexesById).values()) {
      indexesByName.put(foldCase(stored.index().name()), stored.index());
      indexesByTable
          .computeIfAbsent(stored.index().table().value(), id -> new ArrayList<>())
          .add(stored);
    }
  }

  /** The catalog of a new shard. */
  public static CatalogState empty(ExpressionCompiler expressions) {
    return new CatalogState(
        expressions, 0, 1, 1, 1, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  static String foldCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  static String nameKey(String schema, String name) {
    return foldCase(schema) + '\0' + foldCase(name);
  }

  ExpressionCompiler expressions() {
    return expressions;
  }

  /** The layout of a live table; null if there is none with this id. */
  public TableLayout layout(TableId id) {
    return layoutOf(id.value());
  }

  /** Likewise by the bare number. */
  public TableLayout layoutOf(int tableId) {
    TableLayout layout = layouts.get(tableId);
    if (layout != null) {
      return layout;
    }
    StoredTable stored = tablesById.get(tableId);
    if (stored == null) {
      return null;
    }
    return layouts.computeIfAbsent(
        tableId, id -> TableLayout.compile(stored, storedIndexesOf(id), this, expressions));
  }

  /** Takes over compiled layouts of tables that are the same in both states. */
  void adoptLayouts(CatalogState before) {
    before.layouts.forEach(
        (id, layout) -> {
          if (before.tablesById.get(id).equals(tablesById.get(id))
              && before.storedIndexesOf(id).equals(storedIndexesOf(id))) {
            layouts.put(id, layout);
          }
        });
  }

  public List<StoredIndex> storedIndexesOf(int tableId) {
    return indexesByTable.getOrDefault(tableId, List.of());
  }

  public Optional<StoredTable> storedTable(TableId id) {
    return Optional.ofNullable(tablesById.get(id.value()));
  }

  public Optional<StoredIndex> storedIndex(IndexId id) {
    return Optional.ofNullable(indexesById.get(id.value()));
  }

  /** Storages of all live tables and indexes. */
  public List<Integer> storageIds() {
    List<Integer> ids = new ArrayList<>();
    tablesById.values().forEach(stored -> ids.add(stored.storageId()));
    indexesById.values().forEach(stored -> ids.add(stored.storageId()));
    return ids;
  }

  /** Whether a table, its storage and its indexes are the same in both states. */
  public boolean hasSameTable(CatalogState other, int tableId) {
    return this == other
        || Objects.equals(tablesById.get(tableId), other.tablesById.get(tableId))
            && storedIndexesOf(tableId).equals(other.storedIndexesOf(tableId));
  }

  public int nextTableId() {
    return nextTableId;
  }

  public int nextIndexId() {
    return nextIndexId;
  }

  public int nextStorageId() {
    return nextStorageId;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public Optional<TableDef> table(TableId id) {
    return storedTable(id).map(StoredTable::table);
  }

  @Override
  public Optional<TableDef> table(String schema, String name) {
    return Optional.ofNullable(tablesByName.get(nameKey(schema, name)));
  }

  @Override
  public Optional<TableDef> sequence(String schema, String name) {
    return Optional.ofNullable(sequencesByName.get(nameKey(schema, name)));
  }

  @Override
  public Optional<TableDef> tableVersion(TableId id, int schemaVersion) {
    return Optional.ofNullable(tableVersions.get(new VersionKey(id.value(), schemaVersion)));
  }

  @Override
  public Optional<IndexDef> index(IndexId id) {
    return storedIndex(id).map(StoredIndex::index);
  }

  @Override
  public Optional<IndexDef> index(String name) {
    return Optional.ofNullable(indexesByName.get(foldCase(name)));
  }

  @Override
  public List<IndexDef> indexesOf(TableId table) {
    return storedIndexesOf(table.value()).stream().map(StoredIndex::index).toList();
  }

  @Override
  public Optional<ViewDef> view(String schema, String name) {
    return Optional.ofNullable(viewsByName.get(nameKey(schema, name)));
  }

  @Override
  public Optional<TriggerDef> trigger(String schema, String name) {
    return Optional.ofNullable(triggersByName.get(nameKey(schema, name)));
  }

  @Override
  public List<TriggerDef> triggersOf(String schema, String relation) {
    return triggersByName.isEmpty()
        ? List.of()
        : triggersByName.values().stream()
            .filter(trigger -> trigger.isOn(schema, relation))
            .toList();
  }

  @Override
  public Collection<TableDef> tables() {
    return Collections.unmodifiableCollection(tablesByName.values());
  }

  @Override
  public Collection<TableDef> sequences() {
    return Collections.unmodifiableCollection(sequencesByName.values());
  }

  @Override
  public Collection<ViewDef> views() {
    return viewsByName.values();
  }

  @Override
  public Collection<TriggerDef> triggers() {
    return triggersByName.values();
  }

  @Override
  public Optional<byte[]> setting(String key) {
    return Optional.ofNullable(settings.get(key)).map(byte[]::clone);
  }

  @Override
  public Collection<String> settings() {
    return settings.keySet();
  }
}
