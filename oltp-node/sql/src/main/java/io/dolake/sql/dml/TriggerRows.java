package io.dolake.sql.dml;

import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.TriggerEvent;
import io.dolake.sql.parse.TriggerText;
import io.dolake.sql.statement.Planning;
import java.util.ArrayList;
import java.util.List;

/**
 * OLD and NEW of a trigger as parameters of its statements: first the columns of OLD, then those of
 * NEW. A reference is replaced in the text by its parameter, under the column's affinity and
 * collation.
 */
record TriggerRows(TableDef relation, TriggerEvent event) {
  /** The text with its references replaced. */
  String rewrite(String text) {
    return TriggerText.rewrite(text, this::reference);
  }

  private String reference(String row, String name) {
    boolean old = row.equals("old");
    int ordinal = Planning.columnOrMinusOne(relation, name);
    if (ordinal < 0 || !(old ? event.hasOld() : event.hasNew())) {
      throw new SqlException(
          ErrorCode.UNDEFINED_COLUMN, "no such column: " + row + "." + name, null, 0);
    }
    ColumnDef column = relation.columns().get(ordinal);
    String parameter = "?" + (1 + ordinal + (old ? 0 : width()));
    String typed =
        switch (column.type().kind()) {
          case INTEGER -> "CAST(" + parameter + " AS INTEGER)";
          case REAL -> "CAST(" + parameter + " AS REAL)";
          case TEXT -> "CAST(" + parameter + " AS TEXT)";
          default -> parameter;
        };
    return column.collation() == Collation.BINARY
        ? typed
        : "(" + typed + " COLLATE " + column.collation() + ")";
  }

  private int width() {
    return relation.columns().size();
  }

  List<ColumnType> parameterTypes() {
    List<ColumnType> types = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      relation.columns().forEach(column -> types.add(column.type()));
    }
    return types;
  }

  /** The parameters' values; a row that the event does not have is null. */
  Object[] parameters(Object[] oldRow, Object[] newRow) {
    Object[] values = new Object[2 * width()];
    if (oldRow != null) {
      System.arraycopy(oldRow, 0, values, 0, width());
    }
    if (newRow != null) {
      System.arraycopy(newRow, 0, values, width(), width());
    }
    return values;
  }
}
