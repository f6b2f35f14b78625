package io.dolake.sql.statement;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.error.NearestName;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.SqlException;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.expr.ScalarCompiler;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.plan.PlanContext;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.plan.QueryPlanner;
import io.dolake.sql.plan.bind.NameUses;
import io.dolake.sql.temp.TempDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * What one statement is planned with: the catalog as its transaction sees it, the planner of
 * queries and the compiler of expressions. Looks names up, with errors that say where and suggest
 * the nearest name.
 */
public final class Planning {
  private final PlanContext context;
  private final QueryPlanner planner;
  private final ScalarCompiler scalars;

  public Planning(PlanContext context, QueryPlanner planner, ScalarCompiler scalars) {
    this.context = context;
    this.planner = planner;
    this.scalars = scalars;
  }

  public Catalog catalog() {
    return context.catalog();
  }

  public PlanContext context() {
    return context;
  }

  /** The same, for a statement whose parameters have these declared types. */
  public Planning withParameterTypes(List<ColumnType> types) {
    return new Planning(
        new PlanContext(
            context.catalog(),
            context.relations(),
            context.views(),
            context.searchPath(),
            types,
            context.text(),
            context.columnNames()),
        planner,
        scalars);
  }

  /** The same, for text from the catalog rather than from the statement. */
  public Planning withoutText() {
    return new Planning(
        new PlanContext(
            context.catalog(),
            context.relations(),
            context.views(),
            context.searchPath(),
            List.of(),
            "",
            context.columnNames()),
        planner,
        scalars);
  }

  /** The same, as if the catalog were another. */
  public Planning withCatalog(Catalog catalog) {
    return new Planning(
        new PlanContext(
            catalog,
            context.relations(),
            context.views(),
            context.searchPath(),
            context.parameterTypes(),
            context.text(),
            context.columnNames()),
        planner,
        scalars);
  }

  /** The same, for text of an object in a schema rather than the statement's. */
  public Planning inside(String schema) {
    return inside(schema, context.searchPath());
  }

  /** Likewise, with another search path than the session's. */
  public Planning inside(String schema, List<String> searchPath) {
    return new Planning(
        new PlanContext(
            context.catalog(),
            context.relations(),
            context.views(),
            Schemas.pathInside(schema, searchPath),
            List.of(),
            "",
            context.columnNames()),
        planner,
        scalars);
  }

  public QueryPlan planQuery(SqlNode query) {
    return planner.plan(query, context);
  }

  /** Where a query names tables and columns. */
  public NameUses namesIn(SqlNode query) {
    return planner.namesIn(query, context);
  }

  public CompiledExpression compile(SqlNode expression, RowScope scope) {
    return scalars.compile(expression, scope, context);
  }

  /** Compiles text that the catalog keeps: a default, a check, a generated column. */
  public CompiledExpression compileStored(String text, RowScope scope) {
    return withoutText().compile(SqlParser.parseExpression(text), scope);
  }

  /** One-based position of a node in the statement's text, or 0. */
  public int positionOf(SqlNode node) {
    return context.text().isEmpty() || node.getParserPosition().getLineNum() < 1
        ? 0
        : SqlParser.characterPosition(context.text(), node.getParserPosition());
  }

  public SqlException error(ErrorCode code, String message, SqlNode at) {
    return new SqlException(code, message, null, positionOf(at));
  }

  // Names

  /** The base table with this name; UNDEFINED_TABLE, or an error that says it is a view. */
  public TableDef table(SqlIdentifier name) {
    Optional<TableDef> table = findTable(name);
    if (table.isPresent()) {
      return table.get();
    }
    if (findView(name).isPresent()) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "\"" + last(name) + "\" is a view: it cannot be modified",
          "Modify the tables it is made of, or create INSTEAD OF triggers on the view.",
          positionOf(name));
    }
    if (findSequence(name).isPresent()) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "\"" + last(name) + "\" is a sequence: it cannot be modified like a table",
          "Use nextval(), setval() and ALTER SEQUENCE.",
          positionOf(name));
    }
    String hint = NearestName.hint(last(name), relationNames());
    throw new SqlException(
        ErrorCode.UNDEFINED_TABLE,
        "table \"" + String.join(".", name.names) + "\" does not exist",
        hint,
        positionOf(name));
  }

  public Optional<TableDef> findTable(SqlIdentifier name) {
    return find(name, schema -> catalog().table(schema, last(name)));
  }

  public Optional<ViewDef> findView(SqlIdentifier name) {
    return find(name, schema -> catalog().view(schema, last(name)));
  }

  public Optional<TableDef> findSequence(SqlIdentifier name) {
    return find(name, schema -> catalog().sequence(schema, last(name)));
  }

  public Optional<TriggerDef> findTrigger(SqlIdentifier name) {
    return find(name, schema -> catalog().trigger(schema, last(name)));
  }

  public Optional<IndexDef> findIndex(SqlIdentifier name) {
    return catalog().index(last(name));
  }

  private <T> Optional<T> find(SqlIdentifier name, Function<String, Optional<T>> inSchema) {
    if (name.names.size() > 1) {
      return inSchema.apply(Schemas.canonical(name.names.get(name.names.size() - 2)));
    }
    for (String schema : context.searchPath()) {
      Optional<T> found = inSchema.apply(Schemas.canonical(schema));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private List<String> relationNames() {
    List<String> names = new ArrayList<>();
    catalog().tables().forEach(table -> names.add(table.name()));
    catalog().views().forEach(view -> names.add(view.name()));
    return names;
  }

  /** Schema that an object with this name is created in. */
  public String schemaToCreateIn(SqlIdentifier name) {
    String schema =
        name.names.size() > 1
            ? name.names.get(name.names.size() - 2)
            : context.searchPath().stream()
                .filter(each -> !TempDatabase.isTemporary(each))
                .findFirst()
                .orElse(TableDef.DEFAULT_SCHEMA);
    return Schemas.requireWritable(catalog(), schema, positionOf(name));
  }

  public static String last(SqlIdentifier name) {
    return name.names.get(name.names.size() - 1);
  }

  /** Ordinal of a column; rowid's names find the key column they stand for. */
  public int column(TableDef table, SqlIdentifier name) {
    int ordinal = columnOrMinusOne(table, last(name));
    if (ordinal >= 0) {
      return ordinal;
    }
    List<String> names = new ArrayList<>();
    for (ColumnDef column : table.columns()) {
      if (!column.hidden()) {
        names.add(column.name());
      }
    }
    String hint = NearestName.hint(last(name), names);
    throw new SqlException(
        ErrorCode.UNDEFINED_COLUMN,
        "column \"" + last(name) + "\" of table \"" + table.name() + "\" does not exist",
        hint,
        positionOf(name));
  }

  /** Like {@link #column}, without the error. */
  public static int columnOrMinusOne(TableDef table, String name) {
    int ordinal = table.ordinalOf(name);
    return ordinal >= 0 ? ordinal : RowIds.isAlias(name) ? RowIds.ordinal(table) : -1;
  }
}
