package io.dolake.sql.pgcatalog;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.ddl.ViewDdl;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.ViewSource;
import io.dolake.sql.parse.ExpressionText;
import io.dolake.sql.parse.ForeignKeyText;
import io.dolake.sql.parse.QualifiedName;
import io.dolake.sql.parse.TextEdits;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.statement.Schemas;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What PostgreSQL's catalog functions ({@code pg_get_indexdef}, ...) return. Objects that do not
 * exist give null, as there. Thread-safe.
 */
public final class ObjectText {
  private ObjectText() {}

  /**
   * {@code pg_get_indexdef(oid, column)}: the whole definition for column 0, else the column's
   * text.
   */
  public static String indexDefinition(Catalog catalog, long oid, long column) {
    CatalogIndex.Index index = PgCatalog.indexOf(catalog).index(oid);
    if (index == null) {
      return null;
    }
    if (column > 0) {
      return column > index.columns().size()
          ? ""
          : keyPart(index.table(), index.columns().get((int) column - 1), false);
    }
    StringBuilder text = new StringBuilder("CREATE ");
    text.append(index.unique() ? "UNIQUE INDEX " : "INDEX ")
        .append(PostgresNames.quoted(index.name()));
    text.append(" ON ")
        .append(PostgresNames.quoted(Schemas.shown(index.table().schema())))
        .append('.');
    text.append(PostgresNames.quoted(index.table().name())).append(" USING btree (");
    text.append(keyParts(index.table(), index.columns())).append(')');
    if (index.predicate() != null) {
      text.append(" WHERE ").append(index.predicate());
    }
    return text.toString();
  }

  /** {@code pg_get_constraintdef(oid)}; the parent of a foreign key is named as the path asks. */
  public static String constraintDefinition(Catalog catalog, long oid, List<String> searchPath) {
    CatalogIndex objects = PgCatalog.indexOf(catalog);
    CatalogIndex.Constraint constraint = objects.constraint(oid);
    if (constraint == null) {
      return null;
    }
    if (constraint.check() != null) {
      return "CHECK (" + constraint.check().expression() + ")";
    }
    if (constraint.index() != null) {
      String kind = constraint.index().primary() ? "PRIMARY KEY (" : "UNIQUE (";
      return kind + keyParts(constraint.table(), constraint.index().columns()) + ")";
    }
    ForeignKeyDef key = constraint.key();
    TableDef parent = catalog.table(key.parent()).orElseThrow();
    String parentName =
        searchPath.contains(parent.schema())
            ? PostgresNames.quoted(parent.name())
            : PostgresNames.quoted(Schemas.shown(parent.schema()))
                + "."
                + PostgresNames.quoted(parent.name());
    return ForeignKeyText.of(key, constraint.table(), parent, parentName, PostgresNames::quoted);
  }

  /**
   * {@code pg_get_viewdef(oid)}: the view's query with a semicolon. Relations that the session's
   * search path does not reach get their schema, those with one get it as it is shown, and columns
   * that the view names itself follow in an alias, so that the text means the same wherever it is
   * run.
   */
  public static String viewDefinition(ExecutionContext context, long oid) {
    ViewDef view = PgCatalog.indexOf(context.transaction().catalog()).view(oid);
    if (view == null) {
      return null;
    }
    TextEdits edits = new TextEdits(view.createSql());
    List<String> searchPath = context.session().searchPath();
    for (ViewSource source : context.session().sourcesOf(view, searchPath)) {
      if (source.isQualified() || !searchPath.contains(source.schema())) {
        String schema = PostgresNames.quoted(Schemas.shown(source.schema())) + ".";
        edits.replace(source.start(), source.nameStart(), schema);
      }
    }
    String query = query(edits.apply());
    List<String> columns = ViewDdl.parse(view).columnNames();
    if (columns.isEmpty()) {
      return query + ";";
    }
    String names = columns.stream().map(PostgresNames::quoted).collect(Collectors.joining(", "));
    return "SELECT * FROM ("
        + query
        + ") "
        + PostgresNames.quoted(view.name())
        + "("
        + names
        + ");";
  }

  /**
   * {@code pg_get_expr(text, table)}: an expression of a table. Sequences that it draws from, and
   * that the session's search path does not reach, get their schema.
   */
  public static String expression(
      Catalog catalog, String text, Long tableId, List<String> searchPath) {
    TableDef table = tableId == null ? null : PgCatalog.indexOf(catalog).table(tableId);
    return table == null ? text : SequenceNames.qualified(catalog, text, table, searchPath);
  }

  /** The query of a view: what follows the first AS of its statement. */
  static String query(ViewDef view) {
    return query(view.createSql());
  }

  private static String query(String sql) {
    String upper = sql.toUpperCase(Locale.ROOT);
    for (int at = upper.indexOf("AS"); at >= 0; at = upper.indexOf("AS", at + 1)) {
      boolean word =
          at > 0
              && Character.isWhitespace(sql.charAt(at - 1))
              && at + 2 < sql.length()
              && !Character.isLetterOrDigit(sql.charAt(at + 2));
      if (word) {
        return sql.substring(at + 2).trim();
      }
    }
    return sql;
  }

  /**
   * {@code oid::regclass}: the name of a table, view, sequence or index; the number if there is
   * none.
   */
  public static String relationName(Catalog catalog, long oid) {
    CatalogIndex objects = PgCatalog.indexOf(catalog);
    if (objects.table(oid) != null) {
      TableDef table = objects.table(oid);
      return qualified(table.schema(), table.name());
    }
    if (objects.view(oid) != null) {
      return qualified(objects.view(oid).schema(), objects.view(oid).name());
    }
    if (objects.sequence(oid) != null) {
      return qualified(objects.sequence(oid).schema(), objects.sequence(oid).name());
    }
    if (objects.index(oid) != null) {
      return qualified(objects.index(oid).table().schema(), objects.index(oid).name());
    }
    String system = PgCatalog.systemRelationName(oid);
    return system != null ? system : Long.toString(oid);
  }

  /**
   * {@code 'name'::regclass}: the id of a table, view, sequence or index; null if there is none.
   */
  public static Long relationId(Catalog catalog, String text, List<String> searchPath) {
    String name = text.trim();
    if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Long.valueOf(name);
    }
    QualifiedName parsed = QualifiedName.parse(name);
    List<String> schemas = parsed.schema() == null ? searchPath : List.of(parsed.schema());
    for (String schema : schemas) {
      Long oid = relationId(catalog, Schemas.canonical(schema), parsed.name());
      if (oid != null) {
        return oid;
      }
    }
    return PgCatalog.systemRelationId(parsed.name());
  }

  /** Like the other, in one schema, given by its own name. */
  static Long relationId(Catalog catalog, String schema, String name) {
    if (catalog.table(schema, name).isPresent()) {
      return ObjectIds.ofTable(catalog.table(schema, name).get().id());
    }
    if (catalog.view(schema, name).isPresent()) {
      return ObjectIds.ofView(schema, name);
    }
    Optional<SequenceRelation> sequence = SequenceRelation.find(catalog, schema, name);
    if (sequence.isPresent()) {
      return ObjectIds.ofSequence(sequence.get());
    }
    for (CatalogIndex.Index index : PgCatalog.indexOf(catalog).indexes()) {
      if (index.name().equalsIgnoreCase(name) && index.table().schema().equalsIgnoreCase(schema)) {
        return index.oid();
      }
    }
    return null;
  }

  /** The table with this id, or none. */
  public static Optional<TableDef> table(Catalog catalog, long oid) {
    return Optional.ofNullable(PgCatalog.indexOf(catalog).table(oid));
  }

  /** The sequence with this id, or none. */
  public static Optional<SequenceRelation> sequence(Catalog catalog, long oid) {
    return Optional.ofNullable(PgCatalog.indexOf(catalog).sequence(oid));
  }

  /** Like {@link #relationId}; UNDEFINED_TABLE if there is none. */
  public static Long requiredRelationId(Catalog catalog, String text, List<String> searchPath) {
    Long oid = relationId(catalog, text, searchPath);
    if (oid == null) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_TABLE, "relation \"" + text + "\" does not exist");
    }
    return oid;
  }

  /** {@code pg_table_is_visible}: whether the relation is found without naming its schema. */
  public static Boolean isVisible(Catalog catalog, long oid, List<String> searchPath) {
    String schema = PgCatalog.indexOf(catalog).schemaOfRelation(oid);
    if (schema == null) {
      return PgCatalog.systemRelationName(oid) == null ? null : true;
    }
    for (String searched : searchPath) {
      if (schema.equalsIgnoreCase(searched)) {
        return true;
      }
    }
    return false;
  }

  /** {@code pg_get_userbyid}. */
  public static String roleName(Catalog catalog, long oid) {
    return ServerRelations.roleName(PgCatalog.indexOf(catalog), oid);
  }

  /** {@code oid::regnamespace}. */
  public static String schemaName(Catalog catalog, long oid) {
    return PgCatalog.indexOf(catalog).schemas().entrySet().stream()
        .filter(entry -> entry.getValue() == oid)
        .map(entry -> PostgresNames.quoted(entry.getKey()))
        .findFirst()
        .orElse(Long.toString(oid));
  }

  /** {@code 'name'::regnamespace}. */
  public static Long schemaId(String name) {
    return ObjectIds.ofSchema(unquoted(name));
  }

  /** {@code obj_description} and {@code col_description}: null when there is no comment. */
  public static String comment(Catalog catalog, long oid, long column) {
    TableDef table = PgCatalog.indexOf(catalog).table(oid);
    if (table == null) {
      return oid == ObjectIds.MAIN_SCHEMA ? ClassRelations.PUBLIC_COMMENT : null;
    }
    String comment = table.comment();
    if (column > 0) {
      int ordinal = table.ordinalOf((int) column);
      comment = ordinal < 0 ? "" : table.columns().get(ordinal).comment();
    }
    return comment.isEmpty() ? null : comment;
  }

  private static String qualified(String schema, String name) {
    return schema.equals(TableDef.DEFAULT_SCHEMA)
        ? PostgresNames.quoted(name)
        : PostgresNames.quoted(schema) + "." + PostgresNames.quoted(name);
  }

  private static String keyParts(TableDef table, List<KeyColumn> columns) {
    return columns.stream()
        .map(column -> keyPart(table, column, true))
        .collect(Collectors.joining(", "));
  }

  private static String keyPart(TableDef table, KeyColumn column, boolean withOrder) {
    String text =
        column.expression() == null
            ? PostgresNames.quoted(CatalogIndex.columnName(table, column.columnId()))
            : ExpressionText.inParentheses(column.expression());
    if (!withOrder) {
      return text;
    }
    if (column.collation() != Collation.BINARY) {
      text += " COLLATE " + column.collation();
    }
    return column.descending() ? text + " DESC" : text;
  }

  private static String unquoted(String name) {
    String trimmed = name.trim();
    return trimmed.length() > 1 && trimmed.startsWith("\"") && trimmed.endsWith("\"")
        ? trimmed.substring(1, trimmed.length() - 1).replace("\"\"", "\"")
        : trimmed;
  }
}
