package io.dolake.storage;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.function.Function;

/** For stores that are opened without SQL above them: indexes on plain columns only. */
final class NoExpressions implements ExpressionCompiler {
  @Override
  public Function<Object[], Object> compile(String expression, TableDef table) {
    throw new DoLakeException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "table " + table.name() + " has an index with the expression " + expression,
        "open the store with an expression compiler");
  }
}
