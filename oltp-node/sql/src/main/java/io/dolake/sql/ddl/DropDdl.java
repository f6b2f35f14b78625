package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.error.NearestName;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.statement.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;

/** Runs DROP and TRUNCATE. */
final class DropDdl {
  private DropDdl() {}

  static long drop(DdlContext context, Statement.Drop drop) {
    for (SqlIdentifier name : drop.names()) {
      switch (drop.kind()) {
        case TABLE -> table(context, drop, name);
        case INDEX -> index(context, drop, name);
        case VIEW -> view(context, drop, name);
        case SCHEMA -> schema(context, drop, name);
        case SEQUENCE -> SequenceDdl.drop(context, drop, name);
        case TRIGGER -> TriggerDdl.drop(context, drop, name);
      }
    }
    return 0;
  }

  private static void table(DdlContext context, Statement.Drop drop, SqlIdentifier name) {
    Optional<TableDef> found = context.planning().findTable(name);
    if (found.isEmpty()) {
      if (!drop.ifExists()) {
        boolean view = context.planning().findView(name).isPresent();
        boolean sequence = context.planning().findSequence(name).isPresent();
        throw undefined(
            context,
            "table",
            name,
            view
                ? "It is a view: use DROP VIEW."
                : sequence ? "It is a sequence: use DROP SEQUENCE." : null);
      }
      return;
    }
    TableDef table = found.get();
    Dependents.foreignKeys(context, table, drop.cascade());
    Dependents.views(context, table.name(), drop.cascade());
    context.apply(new CatalogChange.DropTable(table.id()));
    SequenceDdl.dropOwned(context, table, drop.cascade());
  }

  private static void index(DdlContext context, Statement.Drop drop, SqlIdentifier name) {
    Optional<IndexDef> found = context.planning().findIndex(name);
    if (found.isEmpty()) {
      if (!drop.ifExists()) {
        throw undefined(context, "index", name);
      }
      return;
    }
    IndexDef index = found.get();
    if (index.createSql().isEmpty()) {
      throw context.error(
          ErrorCode.DEPENDENT_OBJECTS,
          "index \"" + index.name() + "\" belongs to a UNIQUE constraint and cannot be dropped",
          name);
    }
    context.apply(new CatalogChange.DropIndex(index.id()));
  }

  private static void view(DdlContext context, Statement.Drop drop, SqlIdentifier name) {
    Optional<ViewDef> found = context.planning().findView(name);
    if (found.isEmpty()) {
      if (!drop.ifExists()) {
        boolean table = context.planning().findTable(name).isPresent();
        throw undefined(context, "view", name, table ? "It is a table: use DROP TABLE." : null);
      }
      return;
    }
    if (drop.cascade()) {
      Dependents.views(context, found.get().name(), true);
    }
    // Without CASCADE, views on this one stay and fail when they are read, as in SQLite.
    context.apply(new CatalogChange.DropView(found.get().schema(), found.get().name()));
  }

  private static void schema(DdlContext context, Statement.Drop drop, SqlIdentifier name) {
    String schema = Schemas.canonical(Planning.last(name));
    if (context.catalog().setting(Schemas.SETTING_PREFIX + schema).isEmpty()) {
      if (!drop.ifExists()) {
        throw context.error(
            ErrorCode.UNDEFINED_SCHEMA,
            "schema \"" + Planning.last(name) + "\" does not exist or cannot be dropped",
            name);
      }
      return;
    }
    for (TableDef table : List.copyOf(context.catalog().tables())) {
      if (table.schema().equalsIgnoreCase(schema)) {
        if (!drop.cascade()) {
          throw Dependents.depends(
              "schema \"" + Schemas.shown(schema) + "\"", "table \"" + table.name() + "\"");
        }
        Dependents.foreignKeys(context, table, true);
        context.apply(new CatalogChange.DropTable(table.id()));
        SequenceDdl.dropOwned(context, table, true);
      }
    }
    for (ViewDef view : List.copyOf(context.catalog().views())) {
      if (view.schema().equalsIgnoreCase(schema)) {
        if (!drop.cascade()) {
          throw Dependents.depends(
              "schema \"" + Schemas.shown(schema) + "\"", "view \"" + view.name() + "\"");
        }
        context.apply(new CatalogChange.DropView(view.schema(), view.name()));
      }
    }
    for (TableDef sequence : List.copyOf(context.catalog().sequences())) {
      if (sequence.schema().equalsIgnoreCase(schema)) {
        if (!drop.cascade()) {
          throw Dependents.depends(
              "schema \"" + Schemas.shown(schema) + "\"", "sequence \"" + sequence.name() + "\"");
        }
        SequenceDdl.drop(context, sequence, true);
      }
    }
    context.apply(new CatalogChange.PutSetting(Schemas.SETTING_PREFIX + schema, null));
  }

  static long truncate(DdlContext context, Statement.Truncate truncate) {
    List<TableDef> tables = new ArrayList<>();
    for (SqlIdentifier name : truncate.tables()) {
      tables.add(context.planning().table(name));
    }
    for (int i = 0; i < tables.size(); i++) {
      addChildren(context, tables, tables.get(i), truncate.cascade());
    }
    for (TableDef table : tables) {
      context.apply(new CatalogChange.TruncateTable(table.id()));
    }
    return 0;
  }

  private static void addChildren(
      DdlContext context, List<TableDef> tables, TableDef parent, boolean cascade) {
    for (TableDef child : context.catalog().tables()) {
      boolean refers =
          child.foreignKeys().stream().anyMatch(key -> key.parent().equals(parent.id()));
      boolean included = tables.stream().anyMatch(table -> table.id().equals(child.id()));
      if (refers && !included) {
        if (!cascade) {
          throw Dependents.depends(
              "rows of table \"" + parent.name() + "\"",
              "a foreign key of table \"" + child.name() + "\"");
        }
        tables.add(child);
      }
    }
  }

  static SqlException undefined(DdlContext context, String kind, SqlIdentifier name) {
    return undefined(context, kind, name, null);
  }

  /**
   * @param hint what to do instead; null to suggest the nearest name
   */
  private static SqlException undefined(
      DdlContext context, String kind, SqlIdentifier name, String hint) {
    List<String> candidates = new ArrayList<>();
    for (TableDef table : context.catalog().tables()) {
      candidates.add(table.name());
      context.catalog().indexesOf(table.id()).forEach(index -> candidates.add(index.name()));
    }
    context.catalog().views().forEach(view -> candidates.add(view.name()));
    context.catalog().sequences().forEach(sequence -> candidates.add(sequence.name()));
    context.catalog().triggers().forEach(trigger -> candidates.add(trigger.name()));
    String suggestion = NearestName.hint(Planning.last(name), candidates);
    return new SqlException(
        kind.equals("index") || kind.equals("trigger")
            ? ErrorCode.UNDEFINED_OBJECT
            : ErrorCode.UNDEFINED_TABLE,
        kind + " \"" + String.join(".", name.names) + "\" does not exist",
        hint == null ? suggestion : hint,
        context.statement().positionOf(name));
  }
}
