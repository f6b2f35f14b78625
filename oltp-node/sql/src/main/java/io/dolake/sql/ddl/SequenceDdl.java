package io.dolake.sql.ddl;

import io.dolake.common.TableId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.SequenceDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.QualifiedName;
import io.dolake.sql.parse.Statement;
import io.dolake.sql.sequence.SequencePosition;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.sequence.SequenceTable;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.temp.TempDatabase;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlIdentifier;

/** Runs CREATE, ALTER and DROP SEQUENCE. */
final class SequenceDdl {
  private SequenceDdl() {}

  static long create(DdlContext context, Statement.CreateSequence create) {
    String schema = context.schemaToCreateIn(create.name(), create.temporary());
    if (TempDatabase.isTemporary(schema)) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "temporary sequences are not supported",
          "Leave TEMP out, or use an AUTOINCREMENT column of a temporary table.",
          context.statement().positionOf(create.name()));
    }
    String name = Planning.last(create.name());
    if (CreateTable.exists(context, schema, name, create.ifNotExists(), create.name())) {
      return 0;
    }
    if (SequenceRelation.find(context.catalog(), schema, name).isPresent()) {
      if (create.ifNotExists()) {
        return 0;
      }
      throw context.error(
          ErrorCode.DUPLICATE_TABLE,
          "\"" + name + "\" already is the sequence of a column that draws numbers",
          create.name());
    }
    SequenceDef definition = new SequenceBuilder(context, create.options(), create.name()).create();
    TableId id = context.newTableId(schema);
    context.apply(
        new CatalogChange.CreateTable(
            SequenceTable.define(id, schema, name, definition, create.text())));
    SequenceTable.insert(context.transaction(), id, SequencePosition.before(definition.start()));
    return 0;
  }

  static long alter(DdlContext context, Statement.AlterSequence alter) {
    Optional<TableDef> found = find(context, alter.name(), alter.ifExists());
    if (found.isEmpty()) {
      return 0;
    }
    TableDef before = found.get();
    SequenceBuilder builder = new SequenceBuilder(context, alter.options(), alter.name());
    SequenceDef definition = builder.alter(before.sequence());
    alter(
        context,
        before,
        TableChange.of(before).sequence(definition),
        position -> builder.position(definition, position));
    return 0;
  }

  static long rename(DdlContext context, Statement.RenameSequence rename) {
    Optional<TableDef> found = find(context, rename.name(), rename.ifExists());
    if (found.isEmpty()) {
      return 0;
    }
    TableDef before = found.get();
    String newName = rename.newName().getSimple();
    CreateTable.exists(context, before.schema(), newName, false, rename.newName());
    SequenceDefaults.of(context, before).refuse();
    alter(context, before, TableChange.of(before).name(newName), UnaryOperator.identity());
    return 0;
  }

  /**
   * Makes the next version of a sequence, which has the table locked from here on; whoever wants a
   * number of it waits for the end of the transaction.
   */
  private static void alter(
      DdlContext context,
      TableDef before,
      TableChange change,
      UnaryOperator<SequencePosition> position) {
    context.apply(new CatalogChange.AlterTable(change.build()));
    SequencePosition reached =
        context
            .execution()
            .session()
            .sequences()
            .seize(context.transaction(), new SequenceRelation(before, null));
    SequenceTable.write(context.transaction(), before.id(), position.apply(reached));
  }

  static void drop(DdlContext context, Statement.Drop drop, SqlIdentifier name) {
    Optional<TableDef> found = find(context, name, drop.ifExists());
    if (found.isPresent()) {
      drop(context, found.get(), drop.cascade());
    }
  }

  /** Drops a sequence, and with {@code cascade} the defaults that use it. */
  static void drop(DdlContext context, TableDef sequence, boolean cascade) {
    SequenceDefaults defaults = SequenceDefaults.of(context, sequence);
    if (cascade) {
      defaults.drop();
    } else {
      defaults.refuse();
    }
    context.apply(new CatalogChange.DropTable(sequence.id()));
  }

  /** Drops the sequences that a table owned, which is gone. */
  static void dropOwned(DdlContext context, TableDef table, boolean cascade) {
    dropOwned(context, owner -> owner.tableId() == table.id().value(), cascade);
  }

  /** Drops the sequences that a column owned, which is gone. */
  static void dropOwned(DdlContext context, TableDef table, ColumnDef column) {
    SequenceDef.Owner dropped = new SequenceDef.Owner(table.id().value(), column.id());
    dropOwned(context, dropped::equals, false);
  }

  private static void dropOwned(
      DdlContext context, Predicate<SequenceDef.Owner> owned, boolean cascade) {
    for (TableDef sequence : List.copyOf(context.catalog().sequences())) {
      SequenceDef.Owner owner = sequence.sequence().owner();
      if (owner != null && owned.test(owner)) {
        drop(context, sequence, cascade);
      }
    }
  }

  /** Gives the sequences of a table that was made anew to the new one. */
  static void repointOwned(DdlContext context, TableId from, TableId to) {
    for (TableDef sequence : List.copyOf(context.catalog().sequences())) {
      SequenceDef.Owner owner = sequence.sequence().owner();
      if (owner != null && owner.tableId() == from.value()) {
        SequenceDef repointed =
            sequence.sequence().ownedBy(new SequenceDef.Owner(to.value(), owner.columnId()));
        alter(
            context,
            sequence,
            TableChange.of(sequence).sequence(repointed),
            UnaryOperator.identity());
      }
    }
  }

  private static Optional<TableDef> find(DdlContext context, SqlIdentifier name, boolean ifExists) {
    Optional<SequenceRelation> found = find(context, name);
    if (found.isPresent() && found.get().isCounter()) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "sequence \""
              + found.get().name()
              + "\" is the counter of a column: it cannot be changed",
          "setval() sets it; it goes with its column.",
          context.statement().positionOf(name));
    }
    if (found.isEmpty() && !ifExists) {
      throw DropDdl.undefined(context, "sequence", name);
    }
    return found.map(SequenceRelation::table);
  }

  private static Optional<SequenceRelation> find(DdlContext context, SqlIdentifier name) {
    return SequenceRelation.find(
        context.catalog(),
        new QualifiedName(
            name.names.size() > 1 ? name.names.get(name.names.size() - 2) : null,
            Planning.last(name)),
        context.statement().context().searchPath());
  }

  /** Whether there is such a sequence; the counter of a column is one. */
  static boolean exists(DdlContext context, SqlIdentifier name) {
    return find(context, name).isPresent();
  }
}
