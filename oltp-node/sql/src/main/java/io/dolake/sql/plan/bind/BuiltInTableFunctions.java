package io.dolake.sql.plan.bind;

import io.dolake.sql.function.GenerateSeries;
import io.dolake.sql.function.GenerateSubscripts;
import io.dolake.sql.function.JsonEach;
import io.dolake.sql.function.Unnest;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.types.Values;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Table functions that need nothing but their arguments. */
final class BuiltInTableFunctions {
  private static final Map<String, TableFunction> BY_NAME =
      Map.of(
          "json_each", new JsonEach(false),
          "json_tree", new JsonEach(true),
          "generate_series", new GenerateSeries(),
          "generate_subscripts", new GenerateSubscripts(),
          "unnest", new Unnest());

  private static final Set<String> ONE_COLUMN =
      Set.of("generate_series", "generate_subscripts", "unnest");

  private BuiltInTableFunctions() {}

  static Optional<TableFunction> find(String name) {
    return Optional.ofNullable(BY_NAME.get(Values.lower(name)));
  }

  /** Whether the function may also be called where an expression is, in the list of a SELECT. */
  static boolean returnsOneColumn(String name) {
    return ONE_COLUMN.contains(Values.lower(name));
  }
}
