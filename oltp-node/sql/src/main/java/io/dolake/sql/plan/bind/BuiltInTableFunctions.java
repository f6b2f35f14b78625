package io.dolake.sql.plan.bind;

import io.dolake.sql.function.GenerateSeries;
import io.dolake.sql.function.GenerateSubscripts;
import io.dolake.sql.function.JsonEach;
import io.dolake.sql.function.JsonRows;
import io.dolake.sql.function.ListeningChannels;
import io.dolake.sql.function.OptionsTable;
import io.dolake.sql.function.Unnest;
import io.dolake.sql.plan.TableFunction;
import io.dolake.sql.types.Values;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Table functions that need nothing but their arguments. */
final class BuiltInTableFunctions {
  private static final Map<String, TableFunction> BY_NAME =
      Stream.concat(
              Stream.of(
                  new JsonEach(false),
                  new JsonEach(true),
                  new GenerateSeries(),
                  new GenerateSubscripts(),
                  new ListeningChannels(),
                  new OptionsTable(),
                  new Unnest()),
              JsonRows.all().stream())
          .collect(Collectors.toMap(TableFunction::name, Function.identity()));

  private BuiltInTableFunctions() {}

  static Optional<TableFunction> find(String name) {
    return Optional.ofNullable(BY_NAME.get(Values.lower(name)));
  }

  /** Whether the function may also be called where an expression is, in the list of a SELECT. */
  static boolean returnsOneColumn(String name) {
    return find(name).filter(BuiltInTableFunctions::hasOneColumn).isPresent();
  }

  private static boolean hasOneColumn(TableFunction function) {
    return function.columns().stream().filter(column -> !column.hidden()).count() == 1;
  }
}
