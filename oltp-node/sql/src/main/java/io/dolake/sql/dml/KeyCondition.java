package io.dolake.sql.dml;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.types.NumericText;
import io.dolake.sql.types.TextForm;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/**
 * Recognises conditions that give a whole primary key by equality with parameters or literals, and
 * nothing else. What matches is executed without the planner.
 */
final class KeyCondition {
  private KeyCondition() {}

  /** The key's values in key order, or null when the condition is not of that form. */
  static InputValue[] of(TableDef table, String qualifier, SqlNode where) {
    if (where == null) {
      return null;
    }
    InputValue[] key = new InputValue[table.primaryKey().size()];
    if (!collect(table, qualifier, where, key)) {
      return null;
    }
    for (InputValue part : key) {
      if (part == null) {
        return null;
      }
    }
    return key;
  }

  private static boolean collect(
      TableDef table, String qualifier, SqlNode condition, InputValue[] key) {
    if (!(condition instanceof SqlCall call)) {
      return false;
    }
    if (call.getKind() == SqlKind.AND) {
      return collect(table, qualifier, call.operand(0), key)
          && collect(table, qualifier, call.operand(1), key);
    }
    if (call.getKind() != SqlKind.EQUALS) {
      return false;
    }
    return equality(table, qualifier, call.operand(0), call.operand(1), key)
        || equality(table, qualifier, call.operand(1), call.operand(0), key);
  }

  private static boolean equality(
      TableDef table, String qualifier, SqlNode column, SqlNode value, InputValue[] key) {
    InputValue input = InputValue.direct(value);
    int ordinal = column instanceof SqlIdentifier id ? ordinal(table, qualifier, id) : -1;
    if (input == null || ordinal < 0) {
      return false;
    }
    ColumnDef definition = table.columns().get(ordinal);
    for (int i = 0; i < key.length; i++) {
      if (table.primaryKey().get(i).columnId() == definition.id() && key[i] == null) {
        ColumnType type = definition.type();
        if (type.kind() == TypeKind.ANY) {
          return false;
        }
        key[i] = context -> keyValue(type, input.get(context));
        return true;
      }
    }
    return false;
  }

  /** Ordinal of a column of this table, or -1 when the name is not one of its own. */
  static int ordinal(TableDef table, String qualifier, SqlIdentifier id) {
    if (id.isStar() || id.names.size() > 2) {
      return -1;
    }
    if (id.names.size() == 2 && !id.names.get(0).equalsIgnoreCase(qualifier)) {
      return -1;
    }
    return Planning.columnOrMinusOne(table, Planning.last(id));
  }

  /** The value as a key of this type holds it, or null when nothing can equal it. */
  static Object keyValue(ColumnType type, Object value) {
    if (value == null) {
      return null;
    }
    switch (type.kind()) {
      case INTEGER:
        if (value instanceof Long) {
          return value;
        }
        break;
      case TEXT:
        return value instanceof String
            ? value
            : value instanceof byte[] ? null : TextForm.of(value);
      case REAL:
        if (value instanceof String text && NumericText.parseWhole(text) == null) {
          return null;
        }
        break;
      default:
        break;
    }
    try {
      return ColumnAssignment.convert(
          new ColumnType(type.kind(), scaleFree(type), type.scale()), value, "key");
    } catch (DoLakeException nothingEqualsIt) {
      return null;
    }
  }

  private static int scaleFree(ColumnType type) {
    return type.kind() == TypeKind.DECIMAL ? type.precision() : 0;
  }

  /** The key for one execution, or null when nothing can match. */
  static Object[] evaluate(InputValue[] key, ExecutionContext context) {
    Object[] values = new Object[key.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = key[i].get(context);
      if (values[i] == null) {
        return null;
      }
    }
    return values;
  }
}
