package io.dolake.sql.ddl;

import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.parse.QualifiedName;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.sequence.SequenceRelation;
import io.dolake.sql.statement.ExpressionContents;
import io.dolake.sql.statement.Schemas;
import java.util.ArrayList;
import java.util.List;

/** Columns whose default draws from a sequence. */
final class SequenceDefaults {
  private record Use(TableDef table, ColumnDef column) {}

  private final DdlContext context;
  private final TableDef sequence;
  private final List<Use> uses;

  private SequenceDefaults(DdlContext context, TableDef sequence, List<Use> uses) {
    this.context = context;
    this.sequence = sequence;
    this.uses = uses;
  }

  /**
   * Defaults name their sequence by text: one without a schema counts as a use of every sequence of
   * that name.
   */
  static SequenceDefaults of(DdlContext context, TableDef sequence) {
    List<Use> uses = new ArrayList<>();
    for (TableDef table : context.catalog().tables()) {
      for (ColumnDef column : table.columns()) {
        boolean drawn =
            column.defaultExpression() != null
                && namesIn(column.defaultExpression()).stream()
                    .anyMatch(name -> isNamed(sequence, name));
        if (drawn) {
          uses.add(new Use(table, column));
        }
      }
    }
    return new SequenceDefaults(context, sequence, uses);
  }

  private static List<QualifiedName> namesIn(String defaultExpression) {
    return ExpressionContents.sequenceNames(SqlParser.parseExpression(defaultExpression)).stream()
        .map(QualifiedName::parse)
        .toList();
  }

  private static boolean isNamed(TableDef sequence, QualifiedName name) {
    return sequence.name().equalsIgnoreCase(name.name())
        && (name.schema() == null
            || sequence.schema().equalsIgnoreCase(Schemas.canonical(name.schema())));
  }

  /** Fails with UNDEFINED_TABLE if a default of the table names a sequence that does not exist. */
  static void requireExisting(DdlContext context, TableDef table) {
    List<String> searchPath = context.statement().context().searchPath();
    for (ColumnDef column : table.columns()) {
      if (column.defaultExpression() == null) {
        continue;
      }
      for (QualifiedName name : namesIn(column.defaultExpression())) {
        if (SequenceRelation.find(context.catalog(), name, searchPath).isEmpty()) {
          throw new DoLakeException(
              ErrorCode.UNDEFINED_TABLE,
              "sequence \""
                  + (name.schema() == null ? "" : name.schema() + ".")
                  + name.name()
                  + "\" does not exist: the default of column \""
                  + column.name()
                  + "\" draws from it",
              "Create it first with CREATE SEQUENCE.");
        }
      }
    }
  }

  /** Fails if there are any. */
  void refuse() {
    if (!uses.isEmpty()) {
      Use use = uses.get(0);
      throw Dependents.depends(
          "sequence \"" + sequence.name() + "\"",
          "the default of column \""
              + use.column().name()
              + "\" of table \""
              + use.table().name()
              + "\"");
    }
  }

  /** Takes the defaults from their columns. */
  void drop() {
    for (Use use : uses) {
      // An earlier step may have made another version of the table.
      TableDef table = context.catalog().table(use.table().id()).orElseThrow();
      int ordinal = table.ordinalOf(use.column().id());
      ColumnDef column = table.columns().get(ordinal);
      ColumnDef without =
          ColumnBuilder.withExpressions(
              column, null, column.initialDefault(), column.generatedExpression());
      context.apply(
          new CatalogChange.AlterTable(TableChange.of(table).column(ordinal, without).build()));
    }
  }
}
