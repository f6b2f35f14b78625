package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.TriggerDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.parse.TriggerTiming;
import io.dolake.sql.statement.Planning;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;

/** Runs CREATE TRIGGER and DROP TRIGGER. */
final class TriggerDdl {
  private TriggerDdl() {}

  static long create(DdlContext context, Statement.CreateTrigger create) {
    Planning planning = context.planning();
    if (!SqlParser.parseStatement(create.text()).parameterNames().isEmpty()) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION, "parameters are not allowed in triggers", create.name());
    }
    Optional<ViewDef> view = planning.findView(create.relation());
    Optional<TableDef> table =
        view.isPresent() ? Optional.empty() : Optional.of(planning.table(create.relation()));
    requireFitting(context, create, view.isPresent());
    table.ifPresent(found -> create.columns().forEach(column -> planning.column(found, column)));
    String relationSchema = view.map(ViewDef::schema).orElseGet(() -> table.get().schema());
    String relation = view.map(ViewDef::name).orElseGet(() -> table.get().name());
    String name = Planning.last(create.name());
    String schema =
        create.temporary() || create.name().names.size() > 1
            ? context.schemaToCreateIn(create.name(), create.temporary())
            : relationSchema;
    if (context.catalog().trigger(schema, name).isPresent()) {
      if (create.ifNotExists()) {
        return 0;
      }
      throw context.error(
          ErrorCode.DUPLICATE_OBJECT, "trigger \"" + name + "\" already exists", create.name());
    }
    context.apply(
        new CatalogChange.CreateTrigger(
            new TriggerDef(schema, name, relationSchema, relation, create.text())));
    return 0;
  }

  private static void requireFitting(
      DdlContext context, Statement.CreateTrigger create, boolean onView) {
    if (onView != (create.timing() == TriggerTiming.INSTEAD_OF)) {
      throw context.error(
          ErrorCode.INVALID_DEFINITION,
          onView
              ? "cannot create a BEFORE or AFTER trigger on a view: use INSTEAD OF"
              : "cannot create an INSTEAD OF trigger on a table: use BEFORE or AFTER",
          create.relation());
    }
  }

  static void drop(DdlContext context, Statement.Drop drop, SqlIdentifier name) {
    Optional<TriggerDef> found = context.planning().findTrigger(name);
    if (found.isPresent()) {
      context.apply(new CatalogChange.DropTrigger(found.get().schema(), found.get().name()));
    } else if (!drop.ifExists()) {
      throw DropDdl.undefined(context, "trigger", name);
    }
  }
}
