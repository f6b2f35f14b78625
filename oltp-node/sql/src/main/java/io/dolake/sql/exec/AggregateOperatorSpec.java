package io.dolake.sql.exec;

import io.dolake.common.catalog.Collation;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.function.AggregateDef;
import java.util.List;

/**
 * One aggregate of an aggregation.
 *
 * @param function null for a bare column, whose value is that of the row that an only min() or
 *     max() found, else of the group's first row
 * @param columns of the input: arguments, then ORDER BY keys, then the FILTER condition
 * @param descending for each ORDER BY key
 */
public record AggregateOperatorSpec(
    AggregateDef function,
    boolean distinct,
    Collation collation,
    List<ColumnType> argumentTypes,
    int[] columns,
    List<Boolean> descending,
    boolean filtered) {

  int argumentCount() {
    return argumentTypes.size();
  }

  String describe() {
    if (function == null) {
      return "bare #" + (columns[0] + 1);
    }
    StringBuilder text = new StringBuilder(function.name()).append(distinct ? "(DISTINCT " : "(");
    for (int i = 0; i < argumentCount(); i++) {
      text.append(i == 0 ? "#" : ", #").append(columns[i] + 1);
    }
    return text.append(argumentCount() == 0 ? "*)" : ")").toString();
  }
}
