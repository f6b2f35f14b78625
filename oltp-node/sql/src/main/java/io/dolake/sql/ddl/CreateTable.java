package io.dolake.sql.ddl;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.parse.ColumnSpec;
import io.dolake.sql.parse.IndexedColumn;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.parse.TableBody;
import io.dolake.sql.parse.UniqueSpec;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.RowIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;

/** Runs CREATE TABLE. */
final class CreateTable {
  private static final int MAX_COLUMNS = 2000;

  private CreateTable() {}

  static long run(DdlContext context, Statement.CreateTable create) {
    String schema = context.schemaToCreateIn(create.name(), create.temporary());
    String name = Planning.last(create.name());
    if (exists(context, schema, name, create.ifNotExists(), create.name())) {
      return 0;
    }
    TableBody body = create.body();
    TableId id = context.newTableId(schema);
    List<IndexedColumn> declaredKey = primaryKey(context, body);
    List<ColumnDef> columns = columns(context, body, declaredKey);
    Names names = new Names(context.catalog());
    ConstraintBuilder constraints = new ConstraintBuilder(context, name, columns, names);
    List<KeyColumn> key =
        declaredKey.isEmpty()
            ? List.of(KeyColumn.ascending(columns.get(0).id()))
            : constraints.key(declaredKey);
    if (body.withoutRowId && declaredKey.isEmpty()) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION, "PRIMARY KEY missing on table " + name, create.name());
    }
    context.apply(
        new CatalogChange.CreateTable(table(id, schema, name, columns, key, create.text())));
    List<UniqueSpec> uniques = new ArrayList<>(body.uniques);
    for (ColumnSpec column : body.columns) {
      if (column.unique && !column.primaryKey) {
        uniques.add(new UniqueSpec(column.uniqueName, List.of(part(column.name))));
      }
    }
    for (UniqueSpec unique : uniques) {
      IndexDef index = constraints.unique(id, unique);
      requireFreeIndexName(context, schema, index.name(), create.name());
      context.apply(new CatalogChange.CreateIndex(index));
    }
    addConstraints(context, id, constraints, key, body);
    TableDef created = context.catalog().table(id).orElseThrow();
    SequenceDefaults.requireExisting(context, created);
    context.writer(created);
    return 0;
  }

  /** Checks and foreign keys come in a second step, because they may refer to the table itself. */
  private static void addConstraints(
      DdlContext context,
      TableId id,
      ConstraintBuilder constraints,
      List<KeyColumn> key,
      TableBody body) {
    if (body.checks.isEmpty() && body.foreignKeys.isEmpty()) {
      return;
    }
    TableDef created = context.catalog().table(id).orElseThrow();
    context.apply(
        new CatalogChange.AlterTable(
            TableChange.of(created)
                .checks(constraints.checks(body.checks))
                .foreignKeys(constraints.foreignKeys(id, key, body.foreignKeys))
                .build()));
  }

  /** Whether the name is taken; an error unless IF NOT EXISTS was said. */
  static boolean exists(
      DdlContext context, String schema, String name, boolean ifNotExists, SqlIdentifier at) {
    boolean taken =
        context.catalog().table(schema, name).isPresent()
            || context.catalog().view(schema, name).isPresent()
            || context.catalog().sequence(schema, name).isPresent();
    if (taken && !ifNotExists) {
      throw context.error(ErrorCode.DUPLICATE_TABLE, "table \"" + name + "\" already exists", at);
    }
    if (!taken && indexIn(context, schema, name)) {
      throw context.error(
          ErrorCode.DUPLICATE_TABLE, "there is already an index named \"" + name + "\"", at);
    }
    if (!taken && name.toLowerCase(Locale.ROOT).startsWith("sqlite_")) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION, "object name reserved for internal use: " + name, at);
    }
    return taken;
  }

  private static boolean indexIn(DdlContext context, String schema, String name) {
    return context
        .catalog()
        .index(name)
        .flatMap(index -> context.catalog().table(index.table()))
        .filter(table -> table.schema().equalsIgnoreCase(schema))
        .isPresent();
  }

  /** Indexes share their names with the tables and views beside their table. */
  static void requireFreeIndexName(
      DdlContext context, String schema, String name, SqlIdentifier at) {
    if (context.catalog().index(name).isPresent()) {
      throw context.error(ErrorCode.DUPLICATE_TABLE, "index \"" + name + "\" already exists", at);
    }
    if (context.catalog().table(schema, name).isPresent()
        || context.catalog().view(schema, name).isPresent()
        || context.catalog().sequence(schema, name).isPresent()) {
      throw context.error(
          ErrorCode.DUPLICATE_TABLE, "there is already a table named \"" + name + "\"", at);
    }
  }

  private static IndexedColumn part(SqlIdentifier column) {
    return new IndexedColumn(column, null, null, false);
  }

  /** The columns of the primary key, declared with a column or on their own; empty for none. */
  private static List<IndexedColumn> primaryKey(DdlContext context, TableBody body) {
    List<IndexedColumn> key = new ArrayList<>(body.primaryKey());
    for (ColumnSpec column : body.columns) {
      if (column.primaryKey) {
        if (!key.isEmpty()) {
          throw context.error(
              ErrorCode.INVALID_DEFINITION, "a table has at most one primary key", column.name);
        }
        key.add(new IndexedColumn(column.name, null, null, column.primaryKeyDescending));
      }
    }
    return key;
  }

  private static List<ColumnDef> columns(
      DdlContext context, TableBody body, List<IndexedColumn> key) {
    Set<String> names = new HashSet<>();
    List<ColumnDef> columns = new ArrayList<>();
    for (ColumnSpec spec : body.columns) {
      if (!names.add(spec.name.getSimple().toLowerCase(Locale.ROOT))) {
        throw context.error(
            ErrorCode.DUPLICATE_COLUMN,
            "duplicate column name: " + spec.name.getSimple(),
            spec.name);
      }
    }
    if (body.columns.stream().allMatch(spec -> spec.generated != null)) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION,
          "a table needs at least one column that is not generated",
          body.columns.get(0).name);
    }
    if (body.columns.size() > MAX_COLUMNS) {
      throw context.error(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "a table has at most " + MAX_COLUMNS + " columns",
          body.columns.get(MAX_COLUMNS).name);
    }
    if (key.isEmpty()) {
      columns.add(rowId(names));
    }
    int id = columns.size();
    for (ColumnSpec spec : body.columns) {
      boolean inKey =
          key.stream()
              .anyMatch(
                  part ->
                      part.column() != null
                          && part.column().getSimple().equalsIgnoreCase(spec.name.getSimple()));
      boolean keyNumbers = body.keyAutoIncrement && key.size() == 1;
      columns.add(ColumnBuilder.column(context.planning(), spec, ++id, inKey, keyNumbers));
    }
    return columns;
  }

  /** The hidden key, under a name that no declared column has. */
  static ColumnDef rowId(Set<String> taken) {
    String name =
        List.of(RowIds.COLUMN, "_rowid_", "oid", "__rowid").stream()
            .filter(candidate -> !taken.contains(candidate))
            .findFirst()
            .orElse("__hidden_rowid");
    return new ColumnDef(
        1,
        name,
        ColumnType.INTEGER,
        "INTEGER",
        false,
        null,
        null,
        null,
        false,
        Collation.BINARY,
        false,
        true,
        "");
  }

  static TableDef table(
      TableId id,
      String schema,
      String name,
      List<ColumnDef> columns,
      List<KeyColumn> key,
      String text) {
    int lastColumnId = columns.stream().mapToInt(ColumnDef::id).max().orElseThrow();
    return new TableDef(
        id, 1, schema, name, columns, key, List.of(), List.of(), lastColumnId, text, "");
  }
}
