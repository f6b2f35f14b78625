package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.exec.ViewSource;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.plan.QueryPlan;
import io.dolake.sql.plan.ViewParser;
import io.dolake.sql.plan.bind.NameUses;
import io.dolake.sql.statement.Planning;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/** Runs CREATE VIEW, and parses views for those who use them. */
public final class ViewDdl {
  private ViewDdl() {}

  static long create(DdlContext context, Statement.CreateView create) {
    String schema = context.schemaToCreateIn(create.name(), create.temporary());
    String name = Planning.last(create.name());
    boolean replaces = create.orReplace() && context.catalog().view(schema, name).isPresent();
    if (!replaces
        && CreateTable.exists(context, schema, name, create.ifNotExists(), create.name())) {
      return 0;
    }
    QueryPlan plan = context.planning().planQuery(create.query());
    if (!create.columnNames().isEmpty() && create.columnNames().size() != plan.columns().size()) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION,
          "view \""
              + name
              + "\" names "
              + create.columnNames().size()
              + " columns, but its query has "
              + plan.columns().size(),
          create.name());
    }
    if (!plan.parameterTypes().isEmpty()) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION, "parameters are not allowed in views", create.name());
    }
    ViewDef view = new ViewDef(schema, name, create.text());
    if (replaces) {
      replace(context, view);
    } else {
      context.apply(new CatalogChange.CreateView(view));
    }
    return 0;
  }

  /** Gives a view another definition; it keeps its triggers. */
  static void replace(DdlContext context, ViewDef view) {
    List<TriggerDef> triggers =
        List.copyOf(context.catalog().triggersOf(view.schema(), view.name()));
    context.apply(new CatalogChange.DropView(view.schema(), view.name()));
    context.apply(new CatalogChange.CreateView(view));
    triggers.forEach(trigger -> context.apply(new CatalogChange.CreateTrigger(trigger)));
  }

  /**
   * Where a stored view's query names tables and columns.
   *
   * @throws io.dolake.sql.SqlException if it cannot be read as the catalog is now
   */
  static NameUses namesIn(DdlContext context, ViewDef view) {
    return context.planning().inside(view.schema()).namesIn(parse(view).query());
  }

  /**
   * The tables and views that a stored view's query reads when this is the search path.
   *
   * @throws io.dolake.sql.SqlException if it cannot be read as the catalog is now
   */
  public static List<ViewSource> sourcesOf(
      Planning planning, ViewDef view, List<String> searchPath) {
    return planning
        .inside(view.schema(), searchPath)
        .namesIn(parse(view).query())
        .relations()
        .stream()
        .map(
            use ->
                new ViewSource(
                    use.schema(),
                    use.name(),
                    SqlParser.startOfFirstName(view.createSql(), use.node()),
                    SqlParser.startOfLastName(view.createSql(), use.node())))
        .toList();
  }

  /** The query and column names of a stored view. */
  public static ViewParser.ParsedView parse(ViewDef view) {
    Statement statement = SqlParser.parseStatement(view.createSql()).statement();
    Statement.CreateView create = (Statement.CreateView) statement;
    return new ViewParser.ParsedView(
        create.query(), create.columnNames().stream().map(SqlIdentifier::getSimple).toList());
  }
}
