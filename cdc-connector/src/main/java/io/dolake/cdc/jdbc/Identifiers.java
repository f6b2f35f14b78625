package io.dolake.cdc.jdbc;

import java.util.List;
import java.util.stream.Collectors;

/** Quoted SQL names. */
public final class Identifiers {
  private Identifiers() {}

  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** {@code schema.table}, both quoted. */
  public static String quoteTable(String schema, String table) {
    return quote(schema) + "." + quote(table);
  }

  static String list(List<String> names) {
    return names.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
  }
}
