package io.dolake.cdc.jdbc;

import java.util.Collections;
import java.util.stream.Collectors;

/** The SQL of a sink. */
final class WriteStatements {
  private WriteStatements() {}

  static String insert(TableShape shape) {
    return "INSERT INTO "
        + shape.quotedTable()
        + " ("
        + Identifiers.list(shape.columns())
        + ") VALUES ("
        + String.join(", ", Collections.nCopies(shape.columns().size(), "?"))
        + ")";
  }

  /** INSERT that replaces the other columns of a row with the same key. */
  static String upsert(TableShape shape) {
    String assignments =
        shape.columns().stream()
            .filter(column -> !shape.keyNames().contains(column))
            .map(Identifiers::quote)
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    return insert(shape)
        + " ON CONFLICT ("
        + Identifiers.list(shape.keyNames())
        + ") DO "
        + (assignments.isEmpty() ? "NOTHING" : "UPDATE SET " + assignments);
  }

  static String delete(TableShape shape) {
    return "DELETE FROM "
        + shape.quotedTable()
        + " WHERE "
        + shape.keyNames().stream()
            .map(column -> Identifiers.quote(column) + " = ?")
            .collect(Collectors.joining(" AND "));
  }
}
