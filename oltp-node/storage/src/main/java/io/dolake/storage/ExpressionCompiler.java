package io.dolake.storage;

import io.dolake.common.catalog.TableDef;
import java.util.function.Function;

/**
 * How the store evaluates the SQL text in index definitions (expressions, partial predicates)
 * without knowing SQL: the layer above hands one in when it opens the store.
 */
public interface ExpressionCompiler {
  /**
   * @return a pure, thread-safe function from a row in column order to the expression's value (one
   *     of the ANY classes), which for predicates is Boolean or null
   */
  Function<Object[], Object> compile(String expression, TableDef table);
}
