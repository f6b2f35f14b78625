package io.dolake.sql.dml;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.statement.Planning;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Types of a writing statement's parameters: as declared by the client; else that of the column a
 * parameter is assigned to, compared with or computed with.
 */
final class ParameterTypes {
  private final List<ColumnType> types;

  ParameterTypes(List<ColumnType> declared) {
    types = new ArrayList<>(declared);
  }

  /** A parameter that is stored in a column as it is. */
  void assigned(SqlNode value, ColumnType type) {
    if (value instanceof SqlDynamicParam parameter) {
      infer(parameter.getIndex(), type);
    }
  }

  /** Parameters beside columns of the table in comparisons and arithmetic. */
  void computed(SqlNode expression, TableDef table) {
    if (expression == null) {
      return;
    }
    expression.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call.operandCount() >= 2 && isPlain(call.getKind())) {
              inferBeside(call, table);
            }
            return super.visit(call);
          }
        });
  }

  private static boolean isPlain(SqlKind kind) {
    return kind.belongsTo(SqlKind.COMPARISON)
        || kind.belongsTo(SqlKind.BINARY_ARITHMETIC)
        || kind == SqlKind.BETWEEN;
  }

  private void inferBeside(SqlCall call, TableDef table) {
    ColumnType beside = null;
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlIdentifier id && !id.isStar()) {
        int ordinal = Planning.columnOrMinusOne(table, Planning.last(id));
        beside = ordinal < 0 ? beside : table.columns().get(ordinal).type();
      }
    }
    for (SqlNode operand : call.getOperandList()) {
      if (beside != null && operand instanceof SqlDynamicParam parameter) {
        infer(parameter.getIndex(), beside);
      }
    }
  }

  private void infer(int index, ColumnType type) {
    while (types.size() <= index) {
      types.add(null);
    }
    if (types.get(index) == null) {
      types.set(index, type);
    }
  }

  /** Types so far; entries may be null. */
  List<ColumnType> known() {
    return types;
  }

  /** Types with ANY where nothing tells. */
  static List<ColumnType> orAny(List<ColumnType> types) {
    List<ColumnType> result = new ArrayList<>();
    for (ColumnType type : types) {
      result.add(type == null ? ColumnType.ANY : type);
    }
    return result;
  }
}
