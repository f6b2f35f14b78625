package io.dolake.sql.dml;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.expr.CompiledExpression;
import io.dolake.sql.expr.RowScope;
import io.dolake.sql.parse.SqlParser;
import io.dolake.sql.statement.ExpressionContents;
import io.dolake.sql.statement.Planning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Expressions of a table's generated columns, in an order in which each comes after those it reads.
 * Immutable.
 */
final class GeneratedColumns {
  private final TableDef table;
  private final CompiledExpression[] expressions;
  private final List<Integer> order = new ArrayList<>();

  /** INVALID_DEFINITION when columns depend on each other in a circle. */
  GeneratedColumns(Planning planning, TableDef table) {
    this.table = table;
    expressions = new CompiledExpression[table.columns().size()];
    RowScope scope = RowScope.of(table);
    for (int i = 0; i < expressions.length; i++) {
      String text = table.columns().get(i).generatedExpression();
      expressions[i] = text == null ? null : planning.compileStored(text, scope);
    }
    for (int i = 0; i < expressions.length; i++) {
      add(i, new HashSet<>());
    }
  }

  private void add(int ordinal, Set<Integer> readers) {
    if (ordinal < 0 || expressions[ordinal] == null || order.contains(ordinal)) {
      return;
    }
    ColumnDef column = table.columns().get(ordinal);
    if (!readers.add(ordinal)) {
      throw new DoLakeException(
          ErrorCode.INVALID_DEFINITION,
          "generated column \"" + column.name() + "\" depends on itself");
    }
    for (String name :
        ExpressionContents.names(SqlParser.parseExpression(column.generatedExpression()))) {
      add(table.ordinalOf(name), readers);
    }
    order.add(ordinal);
    readers.remove(ordinal);
  }

  /** Ordinals of the generated columns in the order to compute them. */
  List<Integer> order() {
    return order;
  }

  boolean isGenerated(int ordinal) {
    return expressions[ordinal] != null;
  }

  CompiledExpression expression(int ordinal) {
    return expressions[ordinal];
  }
}
