package io.dolake.sql.plan.bind;

import io.dolake.sql.parse.SqlOperators;
import io.dolake.sql.pgcatalog.TypeIds;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.type.SqlTypeName;

/** Names of result columns after what is computed, as PostgreSQL's FigureColname chooses them. */
final class FunctionName {
  private static final String UNKNOWN = "?column?";

  private FunctionName() {}

  static String of(SqlNode item) {
    String name = nameOrNull(item);
    return name == null ? UNKNOWN : name;
  }

  private static String nameOrNull(SqlNode item) {
    if (item instanceof SqlIdentifier identifier) {
      return identifier.names.get(identifier.names.size() - 1);
    }
    if (item instanceof SqlLiteral literal) {
      return literal.getTypeName() == SqlTypeName.BOOLEAN ? "bool" : null;
    }
    if (item instanceof SqlCase choice) {
      String otherwise =
          choice.getElseOperand() instanceof SqlLiteral
              ? null
              : nameOrNull(choice.getElseOperand());
      return otherwise == null ? "case" : otherwise;
    }
    if (item instanceof SqlSelect select) {
      return nameOrNull(select.getSelectList().get(0));
    }
    return item instanceof SqlCall call ? nameOrNull(call) : null;
  }

  private static String nameOrNull(SqlCall call) {
    switch (call.getKind()) {
      case AS:
        return nameOrNull(call.<SqlNode>operand(1));
      case CAST:
        String inner = nameOrNull(call.<SqlNode>operand(0));
        return inner == null ? typeName(call.operand(1).toString()) : inner;
      case OVER, FILTER, WITHIN_GROUP, RESPECT_NULLS, IGNORE_NULLS, SCALAR_QUERY, ORDER_BY:
        return nameOrNull(call.<SqlNode>operand(0));
      case EXISTS:
        return "exists";
      case ARRAY_VALUE_CONSTRUCTOR, ARRAY_QUERY_CONSTRUCTOR:
        return "array";
      case ROW:
        return "row";
      default:
        if (call.getOperator() == SqlOperators.COLLATE) {
          return nameOrNull(call.<SqlNode>operand(0));
        }
        return isFunction(call) ? call.getOperator().getName().toLowerCase(Locale.ROOT) : null;
    }
  }

  private static boolean isFunction(SqlCall call) {
    SqlSyntax syntax = call.getOperator().getSyntax();
    return syntax == SqlSyntax.FUNCTION
        || syntax == SqlSyntax.FUNCTION_STAR
        || syntax == SqlSyntax.FUNCTION_ID
        || call.getKind() == SqlKind.OTHER_FUNCTION;
  }

  private static String typeName(String written) {
    int precision = written.indexOf('(');
    String name = (precision < 0 ? written : written.substring(0, precision)).replace("`", "");
    TypeIds.Type type = TypeIds.byName(name.strip());
    return type == null ? name.strip().toLowerCase(Locale.ROOT) : type.name();
  }
}
