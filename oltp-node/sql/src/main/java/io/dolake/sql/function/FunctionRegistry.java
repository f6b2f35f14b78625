package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Functions by name. Built once, then only read. */
public final class FunctionRegistry {
  private static final FunctionRegistry BUILT_IN = builtIn();

  private final Map<String, List<FunctionDef>> scalars = new HashMap<>();
  private final Map<String, AggregateDef> aggregates = new HashMap<>();

  private FunctionRegistry() {}

  /** SQLite's functions and those of PostgreSQL's that its tools send. */
  public static FunctionRegistry shared() {
    return BUILT_IN;
  }

  /** The overload for this number of arguments; null when there is none. */
  public FunctionDef scalar(String name, int argumentCount) {
    for (FunctionDef candidate : overloads(name)) {
      if (candidate.accepts(argumentCount)) {
        return candidate;
      }
    }
    return null;
  }

  public boolean hasScalar(String name) {
    return !overloads(name).isEmpty();
  }

  /** The aggregate, or null. */
  public AggregateDef aggregate(String name) {
    return aggregates.get(Values.lower(name));
  }

  /** All names, sorted. */
  public Collection<String> names() {
    TreeSet<String> names = new TreeSet<>(scalars.keySet());
    names.addAll(aggregates.keySet());
    return Collections.unmodifiableSet(names);
  }

  private List<FunctionDef> overloads(String name) {
    return scalars.getOrDefault(Values.lower(name), List.of());
  }

  void pure(String name, int min, int max, ColumnType type, FunctionDef.Body body) {
    add(new FunctionDef(name, min, max, Volatility.IMMUTABLE, arguments -> type, types -> body));
  }

  void pure(String name, int min, int max, FunctionDef.ReturnType type, FunctionDef.Body body) {
    add(new FunctionDef(name, min, max, Volatility.IMMUTABLE, type, types -> body));
  }

  void stable(String name, int min, int max, ColumnType type, FunctionDef.Body body) {
    add(new FunctionDef(name, min, max, Volatility.STABLE, arguments -> type, types -> body));
  }

  void volatileFunction(String name, int min, int max, ColumnType type, FunctionDef.Body body) {
    add(new FunctionDef(name, min, max, Volatility.VOLATILE, arguments -> type, types -> body));
  }

  /** One whose arguments are all of one type. */
  void volatileFunction(
      String name,
      int min,
      int max,
      ColumnType argumentType,
      ColumnType type,
      FunctionDef.Body body) {
    add(
        new FunctionDef(
            name, min, max, Volatility.VOLATILE, argumentType, arguments -> type, types -> body));
  }

  void add(FunctionDef function) {
    scalars.computeIfAbsent(function.name(), key -> new ArrayList<>()).add(function);
  }

  void add(AggregateDef aggregate) {
    aggregates.put(aggregate.name(), aggregate);
  }

  private static FunctionRegistry builtIn() {
    FunctionRegistry registry = new FunctionRegistry();
    CoreFunctions.register(registry);
    TextFunctions.register(registry);
    MathFunctions.register(registry);
    DateTimeFunctions.register(registry);
    JsonFunctions.register(registry);
    PostgresJsonFunctions.register(registry);
    SystemFunctions.register(registry);
    PostgresFunctions.register(registry);
    CatalogFunctions.register(registry);
    ServerFunctions.register(registry);
    AdvisoryLockFunctions.register(registry);
    NotificationFunctions.register(registry);
    SequenceFunctions.register(registry);
    Aggregates.register(registry);
    return registry;
  }
}
