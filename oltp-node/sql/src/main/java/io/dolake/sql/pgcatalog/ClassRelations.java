package io.dolake.sql.pgcatalog;

import io.dolake.common.TableId;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.sequence.SequenceRow;
import io.dolake.sql.statement.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Schemas, tables, columns, defaults, indexes and comments. */
final class ClassRelations {
  /** Comment of the default schema in every new database of PostgreSQL's; pg_dump expects it. */
  static final String PUBLIC_COMMENT = "standard public schema";

  /** Generated columns are stored however they were declared. */
  private static final String STORED = "s";

  private ClassRelations() {}

  static void define(PgCatalog catalog) {
    catalog.add(
        "pg_namespace",
        "oid:I nspname:N nspowner:i nspacl:t",
        (objects, context) -> {
          List<Object[]> rows = new ArrayList<>();
          objects
              .schemas()
              .forEach((name, oid) -> rows.add(row(oid, name, ObjectIds.OWNER, privilegesOf(oid))));
          return rows;
        });
    catalog.add(
        "pg_class",
        "oid:I relname:N relnamespace:I reltype:i reloftype:i relowner:i relam:i relfilenode:i "
            + "reltablespace:i relpages:i reltuples:r relallvisible:i reltoastrelid:i relhasindex:b "
            + "relisshared:b relpersistence:t relkind:t relnatts:i relchecks:i relhasrules:b "
            + "relhastriggers:b relhassubclass:b relrowsecurity:b relforcerowsecurity:b "
            + "relispopulated:b relreplident:t relispartition:b relrewrite:i relfrozenxid:i "
            + "relminmxid:i relacl:t reloptions:t relpartbound:t",
        (objects, context) -> classes(catalog, objects, context));
    catalog.add(
        "pg_attribute",
        "attrelid:I attname:N atttypid:o attstattarget:i attlen:i attnum:i attndims:i "
            + "attcacheoff:i atttypmod:i attbyval:b attalign:t attstorage:t attcompression:t "
            + "attnotnull:b atthasdef:b atthasmissing:b attidentity:t attgenerated:t "
            + "attisdropped:b attislocal:b attinhcount:i attcollation:i attacl:t attoptions:t "
            + "attfdwoptions:t attmissingval:t",
        ClassRelations::attributes);
    catalog.add(
        "pg_attrdef", "oid:I adrelid:I adnum:i adbin:t", (objects, context) -> defaults(objects));
    catalog.add(
        "pg_index",
        "indexrelid:I indrelid:I indnatts:i indnkeyatts:i indisunique:b indnullsnotdistinct:b "
            + "indisprimary:b indisexclusion:b indimmediate:b indisclustered:b indisvalid:b "
            + "indcheckxmin:b indisready:b indislive:b indisreplident:b indkey:t "
            + "indcollation:t indclass:t indoption:t indexprs:t indpred:t",
        (objects, context) -> indexes(objects));
    catalog.add(
        "pg_description",
        "objoid:I classoid:i objsubid:i description:t",
        (objects, context) -> descriptions(objects));
    catalog.add(
        "pg_tables",
        "schemaname:n tablename:N tableowner:n tablespace:n hasindexes:b hasrules:b "
            + "hastriggers:b rowsecurity:b",
        (objects, context) ->
            objects.tables().stream()
                .map(
                    table ->
                        row(
                            Schemas.shown(table.schema()),
                            table.name(),
                            ServerRelations.OWNER_NAME,
                            null,
                            hasIndex(objects, table),
                            false,
                            false,
                            false))
                .toList());
    catalog.add(
        "pg_views",
        "schemaname:n viewname:N viewowner:n definition:t",
        (objects, context) ->
            objects.views().stream()
                .map(
                    view ->
                        row(
                            Schemas.shown(view.schema()),
                            view.name(),
                            ServerRelations.OWNER_NAME,
                            ObjectText.query(view)))
                .toList());
    catalog.add(
        "pg_indexes",
        "schemaname:n tablename:N indexname:N tablespace:n indexdef:t",
        (objects, context) ->
            objects.indexes().stream()
                .map(
                    index ->
                        row(
                            Schemas.shown(index.table().schema()),
                            index.table().name(),
                            index.name(),
                            null,
                            ObjectText.indexDefinition(objects.catalog(), index.oid(), 0)))
                .toList());
  }

  /**
   * Those of the default schema are what PostgreSQL gives it in a new database, so that a dump has
   * nothing to grant or revoke.
   */
  private static String privilegesOf(long schema) {
    String owner = ServerRelations.OWNER_NAME;
    return schema == ObjectIds.MAIN_SCHEMA
        ? "{" + owner + "=UC/" + owner + ",=U/" + owner + "}"
        : null;
  }

  static Object[] row(Object... values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof Integer number) {
        values[i] = number.longValue();
      }
    }
    return values;
  }

  private static List<Object[]> classes(
      PgCatalog catalog, CatalogIndex objects, ExecutionContext context) {
    List<Object[]> rows = new ArrayList<>();
    Set<TableId> inForeignKeys = inForeignKeys(objects);
    for (TableDef table : objects.tables()) {
      rows.add(
          classRow(
              ObjectIds.ofTable(table.id()),
              table.name(),
              ObjectIds.ofSchema(table.schema()),
              ObjectIds.ofRowType(table.id()),
              ObjectIds.HEAP_ACCESS_METHOD,
              "r",
              lastNumber(table),
              table.checks().size(),
              hasIndex(objects, table),
              inForeignKeys.contains(table.id())));
    }
    for (ViewDef view : objects.views()) {
      rows.add(
          classRow(
              ObjectIds.ofView(view.schema(), view.name()),
              view.name(),
              ObjectIds.ofSchema(view.schema()),
              0,
              0,
              "v",
              objects.columnsOf(view, context).size(),
              0,
              false,
              false));
    }
    for (SequenceRelation sequence : objects.sequences()) {
      rows.add(
          classRow(
              ObjectIds.ofSequence(sequence),
              sequence.name(),
              ObjectIds.ofSchema(sequence.schema()),
              0,
              0,
              "S",
              SequenceRow.COLUMNS.size(),
              0,
              false,
              false));
    }
    for (CatalogIndex.Index index : objects.indexes()) {
      rows.add(
          classRow(
              index.oid(),
              index.name(),
              ObjectIds.ofSchema(index.table().schema()),
              0,
              ObjectIds.BTREE_ACCESS_METHOD,
              "i",
              index.columns().size(),
              0,
              false,
              false));
    }
    for (SystemRelation relation : catalog.relations()) {
      rows.add(
          classRow(
              PgCatalog.systemRelationId(relation.name()),
              relation.name(),
              ObjectIds.PG_CATALOG,
              0,
              ObjectIds.HEAP_ACCESS_METHOD,
              "r",
              relation.visibleColumns().size(),
              0,
              false,
              false));
    }
    return rows;
  }

  /** Tables on either side of a foreign key, which PostgreSQL enforces with triggers. */
  private static Set<TableId> inForeignKeys(CatalogIndex objects) {
    Set<TableId> tables = new HashSet<>();
    for (TableDef table : objects.tables()) {
      for (ForeignKeyDef key : table.foreignKeys()) {
        tables.add(table.id());
        tables.add(key.parent());
      }
    }
    return tables;
  }

  private static boolean hasIndex(CatalogIndex objects, TableDef table) {
    return !table.hasHiddenRowId() || !objects.catalog().indexesOf(table.id()).isEmpty();
  }

  private static Object[] classRow(
      long oid,
      String name,
      long schema,
      long rowType,
      long accessMethod,
      String kind,
      int columns,
      int checks,
      boolean hasIndex,
      boolean hasTriggers) {
    return row(
        oid,
        name,
        schema,
        rowType,
        0,
        ObjectIds.OWNER,
        accessMethod,
        oid,
        0,
        0,
        -1.0,
        0,
        0,
        hasIndex,
        false,
        "p",
        kind,
        columns,
        checks,
        kind.equals("v"),
        hasTriggers,
        false,
        false,
        false,
        true,
        "d",
        false,
        0,
        0,
        0,
        null,
        null,
        null);
  }

  private static List<Object[]> attributes(CatalogIndex objects, ExecutionContext context) {
    List<Object[]> rows = new ArrayList<>();
    for (TableDef table : objects.tables()) {
      missingNumbers(table).forEach(number -> rows.add(missing(table, number)));
      for (ColumnDef column : CatalogIndex.visibleColumns(table)) {
        boolean key = table.primaryKey().stream().anyMatch(part -> part.columnId() == column.id());
        rows.add(
            attribute(
                ObjectIds.ofTable(table.id()),
                column.name(),
                column.type(),
                column.id(),
                !column.nullable() || key,
                column.defaultExpression() != null || column.generatedExpression() != null,
                column.autoIncrement() ? "d" : "",
                column.generatedExpression() == null ? "" : STORED,
                collationOf(column)));
      }
    }
    for (ViewDef view : objects.views()) {
      int position = 0;
      for (ResultColumn column : objects.columnsOf(view, context)) {
        position++;
        rows.add(
            attribute(
                ObjectIds.ofView(view.schema(), view.name()),
                column.name(),
                column.type(),
                position,
                false,
                false,
                "",
                "",
                column.type().kind() == TypeKind.TEXT ? ObjectIds.DEFAULT_COLLATION : 0));
      }
    }
    for (SequenceRelation sequence : objects.sequences()) {
      int position = 0;
      for (RelationColumn column : SequenceRow.COLUMNS) {
        position++;
        rows.add(
            attribute(
                ObjectIds.ofSequence(sequence),
                column.name(),
                column.type(),
                position,
                true,
                false,
                "",
                "",
                0));
      }
    }
    for (CatalogIndex.Index index : objects.indexes()) {
      int position = 0;
      for (KeyColumn part : index.columns()) {
        position++;
        ColumnDef column = columnOf(index.table(), part);
        rows.add(
            attribute(
                index.oid(),
                column == null ? "expr" + position : column.name(),
                column == null ? ColumnType.TEXT : column.type(),
                position,
                false,
                false,
                "",
                "",
                column == null ? 0 : collationOf(column)));
      }
    }
    return rows;
  }

  private static int lastNumber(TableDef table) {
    return CatalogIndex.visibleColumns(table).stream().mapToInt(ColumnDef::id).max().orElse(0);
  }

  /** Numbers below the last that no visible column has: dropped, or the hidden row id's. */
  private static List<Integer> missingNumbers(TableDef table) {
    Set<Integer> used =
        CatalogIndex.visibleColumns(table).stream().map(ColumnDef::id).collect(Collectors.toSet());
    return IntStream.range(1, lastNumber(table))
        .boxed()
        .filter(number -> !used.contains(number))
        .toList();
  }

  /** What PostgreSQL keeps of a dropped column: pg_dump refuses numbers that have gaps. */
  private static Object[] missing(TableDef table, int number) {
    return attributeRow(
        ObjectIds.ofTable(table.id()),
        "........pg.dropped." + number + "........",
        0,
        0,
        -1,
        number,
        false,
        false,
        "",
        "",
        true,
        0);
  }

  static ColumnDef columnOf(TableDef table, KeyColumn part) {
    return part.expression() != null ? null : table.columns().get(table.ordinalOf(part.columnId()));
  }

  static Object[] attribute(
      long relation,
      String name,
      ColumnType type,
      int number,
      boolean notNull,
      boolean hasDefault,
      String identity,
      String generated,
      long collation) {
    return attributeRow(
        relation,
        name,
        TypeIds.of(type),
        TypeIds.lengthOf(type),
        TypeIds.modifierOf(type),
        number,
        notNull,
        hasDefault,
        identity,
        generated,
        false,
        collation);
  }

  private static Object[] attributeRow(
      long relation,
      String name,
      long type,
      int length,
      long modifier,
      int number,
      boolean notNull,
      boolean hasDefault,
      String identity,
      String generated,
      boolean dropped,
      long collation) {
    return row(
        relation,
        name,
        type,
        -1,
        length,
        number,
        0,
        -1,
        modifier,
        length > 0,
        "i",
        "p",
        "",
        notNull,
        hasDefault,
        false,
        identity,
        generated,
        dropped,
        true,
        0,
        collation,
        null,
        null,
        null,
        null);
  }

  private static long collationOf(ColumnDef column) {
    if (column.type().kind() != TypeKind.TEXT) {
      return 0;
    }
    return column.collation() == Collation.NOCASE
        ? ObjectIds.NOCASE_COLLATION
        : column.collation() == Collation.RTRIM
            ? ObjectIds.RTRIM_COLLATION
            : ObjectIds.DEFAULT_COLLATION;
  }

  private static List<Object[]> defaults(CatalogIndex objects) {
    List<Object[]> rows = new ArrayList<>();
    for (TableDef table : objects.tables()) {
      for (ColumnDef column : CatalogIndex.visibleColumns(table)) {
        String expression =
            column.generatedExpression() != null
                ? column.generatedExpression()
                : column.defaultExpression();
        if (expression != null) {
          rows.add(
              row(
                  ObjectIds.ofDefault(table.id(), column.id()),
                  ObjectIds.ofTable(table.id()),
                  column.id(),
                  expression));
        }
      }
    }
    return rows;
  }

  private static List<Object[]> indexes(CatalogIndex objects) {
    List<Object[]> rows = new ArrayList<>();
    for (CatalogIndex.Index index : objects.indexes()) {
      int count = index.columns().size();
      List<KeyColumn> parts = index.columns();
      String expressions =
          parts.stream()
              .filter(part -> part.expression() != null)
              .map(KeyColumn::expression)
              .collect(Collectors.joining(", "));
      rows.add(
          row(
              index.oid(),
              ObjectIds.ofTable(index.table().id()),
              count,
              count,
              index.unique(),
              false,
              index.primary(),
              false,
              true,
              false,
              index.ready(),
              false,
              index.ready(),
              true,
              false,
              vector(parts.stream().map(part -> (long) part.columnId()).toList()),
              vector(parts.stream().map(part -> 0L).toList()),
              vector(parts.stream().map(part -> 0L).toList()),
              vector(parts.stream().map(part -> part.descending() ? 3L : 0L).toList()),
              expressions.isEmpty() ? null : expressions,
              index.predicate()));
    }
    return rows;
  }

  /** An int2vector's text: numbers separated by blanks. */
  private static String vector(List<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static List<Object[]> descriptions(CatalogIndex objects) {
    List<Object[]> rows = new ArrayList<>();
    long namespaces = PgCatalog.systemRelationId("pg_namespace");
    rows.add(row(ObjectIds.MAIN_SCHEMA, namespaces, 0, PUBLIC_COMMENT));
    for (TableDef table : objects.tables()) {
      long oid = ObjectIds.ofTable(table.id());
      if (!table.comment().isEmpty()) {
        rows.add(row(oid, ObjectIds.PG_CLASS, 0, table.comment()));
      }
      for (ColumnDef column : table.columns()) {
        if (!column.comment().isEmpty()) {
          rows.add(row(oid, ObjectIds.PG_CLASS, column.id(), column.comment()));
        }
      }
    }
    return rows;
  }
}
