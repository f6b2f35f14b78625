package io.dolake.sql.function;

/** Dates. */
final class DateTimeFunctions {
  private DateTimeFunctions() {}

  static void register(FunctionRegistry registry) {}
}
