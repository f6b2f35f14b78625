package io.dolake.sql.function;

/** How long equal arguments give equal results. */
public enum Volatility {
  /** Always: calls of constants are computed while a statement is planned. */
  IMMUTABLE,

  /** While one statement runs: what depends on the catalog, the session or the statement's time. */
  STABLE,

  /** Not even within a statement. */
  VOLATILE
}
