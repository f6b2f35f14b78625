package io.dolake.sql.pgcatalog;

import static io.dolake.sql.pgcatalog.ClassRelations.row;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.statement.Schemas;
import java.util.ArrayList;
import java.util.List;

/** The SQL standard's information schema, the parts that tools read. */
final class InformationSchemaRelations {
  private InformationSchemaRelations() {}

  static void define(PgCatalog catalog) {
    catalog.addInformation(
        "schemata",
        "catalog_name:n schema_name:N schema_owner:t default_character_set_catalog:n "
            + "default_character_set_schema:n default_character_set_name:n sql_path:t",
        (objects, context) ->
            objects.schemas().keySet().stream()
                .map(
                    name ->
                        row(
                            context.session().database(),
                            name,
                            ServerRelations.OWNER_NAME,
                            null,
                            null,
                            null,
                            null))
                .toList());
    catalog.addInformation(
        "tables",
        "table_catalog:n table_schema:n table_name:N table_type:t self_referencing_column_name:n "
            + "reference_generation:t user_defined_type_catalog:n user_defined_type_schema:n "
            + "user_defined_type_name:n is_insertable_into:t is_typed:t commit_action:t",
        InformationSchemaRelations::tables);
    catalog.addInformation(
        "views",
        "table_catalog:n table_schema:n table_name:N view_definition:t check_option:t "
            + "is_updatable:t is_insertable_into:t",
        (objects, context) ->
            objects.views().stream()
                .map(
                    view ->
                        row(
                            context.session().database(),
                            Schemas.shown(view.schema()),
                            view.name(),
                            ObjectText.query(view),
                            "NONE",
                            "NO",
                            "NO"))
                .toList());
    catalog.addInformation(
        "columns",
        "table_catalog:n table_schema:n table_name:N column_name:N ordinal_position:i "
            + "column_default:t is_nullable:t data_type:t character_maximum_length:i "
            + "character_octet_length:i numeric_precision:i numeric_precision_radix:i "
            + "numeric_scale:i datetime_precision:i interval_type:t interval_precision:i "
            + "character_set_catalog:n character_set_schema:n character_set_name:n "
            + "collation_catalog:n collation_schema:n collation_name:n domain_catalog:n "
            + "domain_schema:n domain_name:n udt_catalog:n udt_schema:n udt_name:n "
            + "is_self_referencing:t is_identity:t identity_generation:t identity_start:t "
            + "identity_increment:t identity_maximum:t identity_minimum:t identity_cycle:t "
            + "is_generated:t generation_expression:t is_updatable:t",
        InformationSchemaRelations::columns);
    catalog.addInformation(
        "table_constraints",
        "constraint_catalog:n constraint_schema:n constraint_name:N table_catalog:n "
            + "table_schema:n table_name:N constraint_type:t is_deferrable:t "
            + "initially_deferred:t enforced:t",
        InformationSchemaRelations::tableConstraints);
    catalog.addInformation(
        "key_column_usage",
        "constraint_catalog:n constraint_schema:n constraint_name:N table_catalog:n "
            + "table_schema:n table_name:N column_name:n ordinal_position:i "
            + "position_in_unique_constraint:i",
        InformationSchemaRelations::keyColumns);
    catalog.addInformation(
        "referential_constraints",
        "constraint_catalog:n constraint_schema:n constraint_name:N unique_constraint_catalog:n "
            + "unique_constraint_schema:n unique_constraint_name:n match_option:t update_rule:t "
            + "delete_rule:t",
        InformationSchemaRelations::referentialConstraints);
    catalog.addInformation(
        "constraint_column_usage",
        "table_catalog:n table_schema:n table_name:N column_name:n constraint_catalog:n "
            + "constraint_schema:n constraint_name:N",
        InformationSchemaRelations::constraintColumns);
    catalog.addInformation(
        "check_constraints",
        "constraint_catalog:n constraint_schema:n constraint_name:N check_clause:t",
        (objects, context) ->
            objects.constraints().stream()
                .filter(constraint -> constraint.check() != null)
                .map(
                    constraint ->
                        row(
                            context.session().database(),
                            Schemas.shown(constraint.table().schema()),
                            constraint.name(),
                            constraint.check().expression()))
                .toList());
    catalog.addInformation(
        "routines",
        "specific_catalog:n specific_schema:n specific_name:n routine_catalog:n "
            + "routine_schema:n routine_name:n routine_type:t data_type:t",
        (objects, context) -> List.of());
    catalog.addInformation(
        "triggers",
        "trigger_catalog:n trigger_schema:n trigger_name:n event_manipulation:t "
            + "event_object_schema:n event_object_table:t",
        (objects, context) -> List.of());
  }

  private static List<Object[]> tables(CatalogIndex objects, ExecutionContext context) {
    String database = context.session().database();
    List<Object[]> rows = new ArrayList<>();
    for (TableDef table : objects.tables()) {
      rows.add(table(database, Schemas.shown(table.schema()), table.name(), "BASE TABLE"));
    }
    objects
        .views()
        .forEach(
            view -> rows.add(table(database, Schemas.shown(view.schema()), view.name(), "VIEW")));
    return rows;
  }

  private static Object[] table(String database, String schema, String name, String type) {
    return row(
        database,
        schema,
        name,
        type,
        null,
        null,
        null,
        null,
        null,
        type.equals("VIEW") ? "NO" : "YES",
        "NO",
        null);
  }

  private static List<Object[]> columns(CatalogIndex objects, ExecutionContext context) {
    String database = context.session().database();
    List<Object[]> rows = new ArrayList<>();
    for (TableDef table : objects.tables()) {
      int position = 0;
      for (ColumnDef column : CatalogIndex.visibleColumns(table)) {
        rows.add(column(database, ShownColumn.of(table, column, ++position)));
      }
    }
    for (ViewDef view : objects.views()) {
      int position = 0;
      for (ResultColumn column : objects.columnsOf(view, context)) {
        rows.add(column(database, ShownColumn.of(view, column, ++position)));
      }
    }
    return rows;
  }

  /** A column of a table or view as the standard describes it. */
  private record ShownColumn(
      String schema,
      String relation,
      String name,
      ColumnType type,
      int position,
      String defaultExpression,
      boolean nullable,
      boolean identity,
      String generated,
      boolean updatable) {
    static ShownColumn of(TableDef table, ColumnDef column, int position) {
      boolean key = table.primaryKey().stream().anyMatch(part -> part.columnId() == column.id());
      return new ShownColumn(
          Schemas.shown(table.schema()),
          table.name(),
          column.name(),
          column.type(),
          position,
          column.defaultExpression(),
          column.nullable() && !key,
          column.autoIncrement(),
          column.generatedExpression(),
          true);
    }

    static ShownColumn of(ViewDef view, ResultColumn column, int position) {
      return new ShownColumn(
          Schemas.shown(view.schema()),
          view.name(),
          column.name(),
          column.type().equals(ColumnType.TRUTH) ? ColumnType.BOOLEAN : column.type(),
          position,
          null,
          true,
          false,
          null,
          false);
    }
  }

  private static Object[] column(String database, ShownColumn column) {
    ColumnType type = column.type();
    boolean text = type.kind() == TypeKind.TEXT && type.precision() > 0;
    TypeIds.Type shown = TypeIds.byId(TypeIds.of(type));
    boolean dateTime = shown.category().equals("D");
    return row(
        database,
        column.schema(),
        column.relation(),
        column.name(),
        column.position(),
        column.defaultExpression(),
        column.nullable() ? "YES" : "NO",
        type.isArray() ? "ARRAY" : shown.sqlName(),
        text ? (Object) type.precision() : null,
        null,
        numericPrecision(type),
        numericRadix(type),
        type.kind() == TypeKind.DECIMAL ? (Object) type.scale() : null,
        dateTime ? (Object) 6 : null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        database,
        "pg_catalog",
        shown.name(),
        "NO",
        column.identity() ? "YES" : "NO",
        column.identity() ? "BY DEFAULT" : null,
        column.identity() ? "1" : null,
        column.identity() ? "1" : null,
        column.identity() ? Long.toString(Long.MAX_VALUE) : null,
        column.identity() ? "1" : null,
        column.identity() ? "NO" : null,
        column.generated() == null ? "NEVER" : "ALWAYS",
        column.generated(),
        column.updatable() ? "YES" : "NO");
  }

  private static Object numericPrecision(ColumnType type) {
    return switch (type.kind()) {
      case INTEGER -> 64;
      case REAL -> 53;
      case DECIMAL -> type.precision();
      default -> null;
    };
  }

  private static Object numericRadix(ColumnType type) {
    return switch (type.kind()) {
      case INTEGER, REAL -> 2;
      case DECIMAL -> 10;
      default -> null;
    };
  }

  private static List<Object[]> tableConstraints(CatalogIndex objects, ExecutionContext context) {
    String database = context.session().database();
    List<Object[]> rows = new ArrayList<>();
    for (CatalogIndex.Constraint constraint : objects.constraints()) {
      String type =
          constraint.check() != null
              ? "CHECK"
              : constraint.key() != null
                  ? "FOREIGN KEY"
                  : constraint.index().primary() ? "PRIMARY KEY" : "UNIQUE";
      String deferred = constraint.key() != null && constraint.key().deferred() ? "YES" : "NO";
      rows.add(
          row(
              database,
              Schemas.shown(constraint.table().schema()),
              constraint.name(),
              database,
              Schemas.shown(constraint.table().schema()),
              constraint.table().name(),
              type,
              deferred,
              deferred,
              "YES"));
    }
    return rows;
  }

  private static List<Integer> columnIds(CatalogIndex.Constraint constraint) {
    if (constraint.key() != null) {
      return constraint.key().columnIds();
    }
    return constraint.index() == null
        ? List.of()
        : constraint.index().columns().stream()
            .filter(part -> part.expression() == null)
            .map(KeyColumn::columnId)
            .toList();
  }

  private static List<Object[]> keyColumns(CatalogIndex objects, ExecutionContext context) {
    String database = context.session().database();
    List<Object[]> rows = new ArrayList<>();
    for (CatalogIndex.Constraint constraint : objects.constraints()) {
      TableDef table = constraint.table();
      int position = 0;
      for (int columnId : columnIds(constraint)) {
        position++;
        rows.add(
            row(
                database,
                Schemas.shown(table.schema()),
                constraint.name(),
                database,
                Schemas.shown(table.schema()),
                table.name(),
                CatalogIndex.columnName(table, columnId),
                position,
                constraint.key() == null ? null : (Object) position));
      }
    }
    return rows;
  }

  private static List<Object[]> referentialConstraints(
      CatalogIndex objects, ExecutionContext context) {
    String database = context.session().database();
    List<Object[]> rows = new ArrayList<>();
    for (CatalogIndex.Constraint constraint : objects.constraints()) {
      ForeignKeyDef key = constraint.key();
      if (key != null) {
        CatalogIndex.Index index = objects.referencedIndex(key);
        rows.add(
            row(
                database,
                Schemas.shown(constraint.table().schema()),
                constraint.name(),
                database,
                index == null ? null : Schemas.shown(index.table().schema()),
                index == null ? null : index.name(),
                "NONE",
                key.onUpdate().name().replace('_', ' '),
                key.onDelete().name().replace('_', ' ')));
      }
    }
    return rows;
  }

  private static List<Object[]> constraintColumns(CatalogIndex objects, ExecutionContext context) {
    String database = context.session().database();
    List<Object[]> rows = new ArrayList<>();
    for (CatalogIndex.Constraint constraint : objects.constraints()) {
      ForeignKeyDef key = constraint.key();
      TableDef table =
          key == null
              ? constraint.table()
              : objects.catalog().table(key.parent()).orElse(constraint.table());
      for (int columnId : key == null ? columnIds(constraint) : key.parentColumnIds()) {
        rows.add(
            row(
                database,
                Schemas.shown(table.schema()),
                table.name(),
                CatalogIndex.columnName(table, columnId),
                database,
                Schemas.shown(constraint.table().schema()),
                constraint.name()));
      }
    }
    return rows;
  }
}
