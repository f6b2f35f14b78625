package io.dolake.sql.function;

/** Functions of PostgreSQL's that its tools and applications send. */
final class PostgresFunctions {
  private PostgresFunctions() {}

  static void register(FunctionRegistry registry) {}
}
