package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.plan.TableAnalyzer;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.Schemas;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.temp.TempDatabase;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Plans statements that change the catalog. */
public final class DdlPlanner {
  private DdlPlanner() {}

  /** The plan, or null when the statement is none of them. */
  public static StatementPlan plan(Planning planning, Statement statement) {
    DdlPlan.Action action = action(statement);
    return action == null ? null : new DdlPlan(planning, action, createsTemporary(statement));
  }

  private static boolean createsTemporary(Statement statement) {
    return statement instanceof Statement.Create create
        && (create.temporary()
            || (create.name().names.size() > 1
                && TempDatabase.isTemporary(create.name().names.get(0))));
  }

  private static DdlPlan.Action action(Statement statement) {
    if (statement instanceof Statement.CreateTable create) {
      return context -> CreateTable.run(context, create);
    }
    if (statement instanceof Statement.CreateTableAs create) {
      return context -> CreateTableAs.run(context, create);
    }
    if (statement instanceof Statement.CreateIndex create) {
      return context -> IndexDdl.create(context, create);
    }
    if (statement instanceof Statement.CreateView create) {
      return context -> ViewDdl.create(context, create);
    }
    if (statement instanceof Statement.CreateTrigger create) {
      return context -> TriggerDdl.create(context, create);
    }
    if (statement instanceof Statement.CreateSchema create) {
      return context -> createSchema(context, create);
    }
    if (statement instanceof Statement.CreateSequence create) {
      return context -> SequenceDdl.create(context, create);
    }
    if (statement instanceof Statement.AlterSequence alter) {
      return context -> SequenceDdl.alter(context, alter);
    }
    if (statement instanceof Statement.RenameSequence rename) {
      return context -> SequenceDdl.rename(context, rename);
    }
    if (statement instanceof Statement.Drop drop) {
      return context -> DropDdl.drop(context, drop);
    }
    if (statement instanceof Statement.Truncate truncate) {
      return context -> DropDdl.truncate(context, truncate);
    }
    if (statement instanceof Statement.AlterTable alter) {
      return context -> AlterTable.run(context, alter);
    }
    if (statement instanceof Statement.SetOwner alter) {
      return context -> setOwner(context, alter);
    }
    if (statement instanceof Statement.RenameIndex rename) {
      return context -> IndexDdl.rename(context, rename);
    }
    if (statement instanceof Statement.Reindex reindex) {
      return context -> IndexDdl.reindex(context, reindex);
    }
    if (statement instanceof Statement.Comment comment) {
      return context -> comment(context, comment);
    }
    if (statement instanceof Statement.Analyze analyze) {
      return context -> analyze(context, analyze);
    }
    return null;
  }

  private static long createSchema(DdlContext context, Statement.CreateSchema create) {
    String schema = Schemas.canonical(create.name().getSimple());
    if (Schemas.exists(context.catalog(), schema)) {
      if (create.ifNotExists()) {
        return 0;
      }
      throw context.error(
          ErrorCode.DUPLICATE_OBJECT,
          "schema \"" + create.name().getSimple() + "\" already exists",
          create.name());
    }
    context.apply(new CatalogChange.PutSetting(Schemas.SETTING_PREFIX + schema, new byte[] {1}));
    return 0;
  }

  /** Objects have no owners, so there is nothing to do but to say whether this one exists. */
  private static long setOwner(DdlContext context, Statement.SetOwner alter) {
    SqlIdentifier name = alter.name();
    if (alter.kind() == Statement.OwnedKind.SCHEMA) {
      Schemas.requireWritable(
          context.catalog(), Planning.last(name), context.statement().positionOf(name));
      return 0;
    }
    boolean isView = alter.kind() == Statement.OwnedKind.VIEW;
    boolean exists =
        isView ? context.planning().findView(name).isPresent() : SequenceDdl.exists(context, name);
    if (!exists && !alter.ifExists()) {
      throw DropDdl.undefined(context, isView ? "view" : "sequence", name);
    }
    return 0;
  }

  private static long analyze(DdlContext context, Statement.Analyze analyze) {
    TableAnalyzer analyzer = new TableAnalyzer(context.transaction(), context.execution()::step);
    List<TableDef> tables =
        analyze.table() == null
            ? List.copyOf(context.catalog().tables())
            : List.of(context.planning().table(analyze.table()));
    for (TableDef table : tables) {
      if (!TempDatabase.isTemporary(table.id())) {
        context.apply(analyzer.analyze(table));
      }
    }
    return 0;
  }

  private static long comment(DdlContext context, Statement.Comment comment) {
    String text = comment.text() == null ? "" : comment.text();
    SqlIdentifier name = comment.name();
    if (!comment.column()) {
      TableDef table = context.planning().table(name);
      context.apply(new CatalogChange.AlterTable(TableChange.of(table).comment(text).build()));
      return 0;
    }
    int parts = name.names.size();
    if (parts < 2) {
      throw context.error(ErrorCode.SYNTAX_ERROR, "COMMENT ON COLUMN takes table.column", name);
    }
    TableDef table =
        context
            .planning()
            .table(new SqlIdentifier(name.names.subList(0, parts - 1), SqlParserPos.ZERO));
    int ordinal = context.planning().column(table, name);
    ColumnDef column = ColumnBuilder.withComment(table.columns().get(ordinal), text);
    context.apply(
        new CatalogChange.AlterTable(TableChange.of(table).column(ordinal, column).build()));
    return 0;
  }
}
