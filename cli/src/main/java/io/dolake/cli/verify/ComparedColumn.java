package io.dolake.cli.verify;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.parse.DeclaredType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A column of a table that is compared, by its type in the database. */
record ComparedColumn(String name, ColumnType type) {
  private static final String BLOB_OF_DATABASE = "\\x";

  /** The columns of a table that have these names, in their order. */
  static List<ComparedColumn> of(Connection database, String table, List<String> names)
      throws SQLException {
    List<ComparedColumn> columns = new ArrayList<>();
    try (PreparedStatement statement =
        database.prepareStatement(
            "SELECT type FROM pragma_table_xinfo(?) WHERE lower(name) = lower(?)")) {
      for (String name : names) {
        statement.setString(1, table);
        statement.setString(2, name);
        try (ResultSet row = statement.executeQuery()) {
          String declared = row.next() ? row.getString(1) : "";
          columns.add(new ComparedColumn(name, DeclaredType.of(declared).columnType()));
        }
      }
    }
    return columns;
  }

  String quoted() {
    return TableComparison.quoted(name);
  }

  /** What to ask the database for: arrays are JSON in the lake. */
  String databaseExpression() {
    return type.isArray() ? "to_json(" + quoted() + ")" : quoted();
  }

  /** Whether the texts that the two sides show for a value may be those of one value. */
  boolean isSame(String database, String lake) {
    return database.equals(lake) || type.kind() == TypeKind.ANY && isSameAny(database, lake);
  }

  /** The lake keeps values of ANY columns as text, in another form than the database sends. */
  private static boolean isSameAny(String database, String lake) {
    if (database.startsWith(BLOB_OF_DATABASE)) {
      String digits = database.substring(BLOB_OF_DATABASE.length());
      return lake.equalsIgnoreCase("X'" + digits + "'");
    }
    if (database.equals("t") || database.equals("f")) {
      return lake.equals(database.equals("t") ? "true" : "false");
    }
    try {
      return new BigDecimal(database).compareTo(new BigDecimal(lake)) == 0;
    } catch (NumberFormatException notBothNumbers) {
      return false;
    }
  }
}
