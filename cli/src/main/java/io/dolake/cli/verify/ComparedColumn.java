package io.dolake.cli.verify;

import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import java.math.BigDecimal;

/** A column of a table that is compared, by its type in the database. */
record ComparedColumn(String name, ColumnType type) {
  private static final String BLOB_OF_DATABASE = "\\x";

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
