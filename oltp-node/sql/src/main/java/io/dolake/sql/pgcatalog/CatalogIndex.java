package io.dolake.sql.pgcatalog;

import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CheckDef;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.statement.Schemas;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** One version of the catalog, its objects found by object id. Thread-safe. */
final class CatalogIndex {
  /** An index as PostgreSQL sees it, which counts primary keys among them. */
  record Index(
      long oid,
      TableDef table,
      String name,
      List<KeyColumn> columns,
      boolean unique,
      boolean primary,
      String predicate,
      boolean ready,
      boolean constraint) {}

  /** A constraint of a table; exactly one of the last three is set. */
  record Constraint(
      long oid, TableDef table, String name, Index index, CheckDef check, ForeignKeyDef key) {}

  private final Catalog catalog;
  private final List<TableDef> tables;
  private final List<ViewDef> views;
  private final List<SequenceRelation> sequences;
  private final List<Index> indexes = new ArrayList<>();
  private final List<Constraint> constraints = new ArrayList<>();
  private final Map<Long, TableDef> tablesById = new HashMap<>();
  private final Map<Long, ViewDef> viewsById = new HashMap<>();
  private final Map<Long, SequenceRelation> sequencesById = new HashMap<>();
  private final Map<Long, Index> indexesById = new HashMap<>();
  private final Map<TableId, List<Index>> indexesByTable = new HashMap<>();
  private final Map<Long, Constraint> constraintsById = new HashMap<>();
  private final ConcurrentHashMap<ViewDef, List<ResultColumn>> viewColumns =
      new ConcurrentHashMap<>();
  private final Map<String, Long> schemas = new TreeMap<>();

  /** Schemas of tables, views, sequences and indexes by object id. */
  private final Map<Long, String> schemasByRelation = new HashMap<>();

  private final Map<Long, String> roles;

  CatalogIndex(Catalog catalog) {
    this.catalog = catalog;
    tables = new ArrayList<>(catalog.tables());
    tables.sort(Comparator.comparing(table -> table.id().value()));
    views = new ArrayList<>(catalog.views());
    sequences = SequenceRelation.all(catalog);
    Set<String> names = new HashSet<>(Schemas.created(catalog));
    tables.forEach(table -> names.add(table.schema()));
    views.forEach(view -> names.add(view.schema()));
    sequences.forEach(sequence -> names.add(sequence.schema()));
    names.add(TableDef.DEFAULT_SCHEMA);
    names.add(PgCatalog.SCHEMA);
    names.add(PgCatalog.INFORMATION_SCHEMA);
    names.forEach(name -> schemas.put(Schemas.shown(name), ObjectIds.ofSchema(name)));
    tables.forEach(this::addTable);
    views.forEach(view -> viewsById.put(ObjectIds.ofView(view.schema(), view.name()), view));
    sequences.forEach(each -> sequencesById.put(ObjectIds.ofSequence(each), each));
    indexes.forEach(index -> indexesById.put(index.oid(), index));
    indexes.forEach(index -> schemasByRelation.put(index.oid(), index.table().schema()));
    viewsById.forEach((oid, view) -> schemasByRelation.put(oid, view.schema()));
    tablesById.forEach((oid, table) -> schemasByRelation.put(oid, table.schema()));
    sequencesById.forEach((oid, each) -> schemasByRelation.put(oid, each.schema()));
    roles = ServerRelations.roleNames(catalog);
  }

  private void addTable(TableDef table) {
    tablesById.put(ObjectIds.ofTable(table.id()), table);
    if (!table.hasHiddenRowId()) {
      Index primaryKey =
          new Index(
              ObjectIds.ofPrimaryKey(table.id()),
              table,
              table.name() + "_pkey",
              table.primaryKey(),
              true,
              true,
              null,
              true,
              true);
      addIndex(primaryKey);
      addConstraint(table, primaryKey.name(), primaryKey, null, null);
    }
    for (IndexDef index : catalog.indexesOf(table.id())) {
      boolean ofConstraint = index.createSql().isEmpty();
      Index shown =
          new Index(
              ObjectIds.ofIndex(index.id()),
              table,
              index.name(),
              index.columns(),
              index.unique(),
              false,
              index.predicate(),
              index.ready(),
              ofConstraint);
      addIndex(shown);
      if (ofConstraint && index.unique()) {
        addConstraint(table, index.name(), shown, null, null);
      }
    }
    table.checks().forEach(check -> addConstraint(table, check.name(), null, check, null));
    table.foreignKeys().forEach(key -> addConstraint(table, key.name(), null, null, key));
  }

  private void addIndex(Index index) {
    indexes.add(index);
    indexesByTable.computeIfAbsent(index.table().id(), absent -> new ArrayList<>()).add(index);
  }

  private void addConstraint(
      TableDef table, String name, Index index, CheckDef check, ForeignKeyDef key) {
    long oid = ObjectIds.ofConstraint(table.id(), name);
    while (constraintsById.containsKey(oid)) {
      oid++; // ids are hashes, which may collide
    }
    Constraint constraint = new Constraint(oid, table, name, index, check, key);
    constraints.add(constraint);
    constraintsById.put(oid, constraint);
  }

  Catalog catalog() {
    return catalog;
  }

  List<TableDef> tables() {
    return tables;
  }

  List<ViewDef> views() {
    return views;
  }

  List<SequenceRelation> sequences() {
    return sequences;
  }

  List<Index> indexes() {
    return indexes;
  }

  List<Constraint> constraints() {
    return constraints;
  }

  /** Names as PostgreSQL shows them, sorted, with their object ids. */
  Map<String, Long> schemas() {
    return schemas;
  }

  /** Schema of a table, view, sequence or index; null if there is none of this id. */
  String schemaOfRelation(long oid) {
    return schemasByRelation.get(oid);
  }

  /** Names of roles by object id, the owner's first. */
  Map<Long, String> roles() {
    return roles;
  }

  TableDef table(long oid) {
    return tablesById.get(oid);
  }

  ViewDef view(long oid) {
    return viewsById.get(oid);
  }

  SequenceRelation sequence(long oid) {
    return sequencesById.get(oid);
  }

  /** Columns of a view, planned when they are first asked for. */
  List<ResultColumn> columnsOf(ViewDef view, ExecutionContext context) {
    return viewColumns.computeIfAbsent(view, absent -> context.session().columnsOf(absent));
  }

  Index index(long oid) {
    return indexesById.get(oid);
  }

  Constraint constraint(long oid) {
    return constraintsById.get(oid);
  }

  /** The index of the parent that a foreign key points to, or null. */
  Index referencedIndex(ForeignKeyDef key) {
    for (Index index : indexesByTable.getOrDefault(key.parent(), List.of())) {
      if (index.unique()
          && index.columns().stream()
              .map(KeyColumn::columnId)
              .toList()
              .equals(key.parentColumnIds())) {
        return index;
      }
    }
    return null;
  }

  /** Columns that are not hidden. */
  static List<ColumnDef> visibleColumns(TableDef table) {
    return table.columns().stream().filter(column -> !column.hidden()).toList();
  }

  static String columnName(TableDef table, int columnId) {
    return table.columns().get(table.ordinalOf(columnId)).name();
  }
}
