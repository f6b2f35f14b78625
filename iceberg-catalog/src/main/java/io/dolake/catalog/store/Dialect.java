package io.dolake.catalog.store;

import java.sql.SQLException;

/** What differs between the two databases a catalog can keep its state in. */
enum Dialect {
  SQLITE("TEXT", "TEXT", ""),
  POSTGRESQL("TEXT COLLATE \"C\"", "TEXT", " FOR UPDATE");

  private final String keyType;
  private final String jsonType;
  private final String lockingClause;

  Dialect(String keyType, String jsonType, String lockingClause) {
    this.keyType = keyType;
    this.jsonType = jsonType;
    this.lockingClause = lockingClause;
  }

  static Dialect of(String jdbcUrl) {
    if (jdbcUrl.startsWith("jdbc:sqlite:")) {
      return SQLITE;
    }
    if (jdbcUrl.startsWith("jdbc:postgresql:")) {
      return POSTGRESQL;
    }
    throw new IllegalArgumentException(
        "Unsupported catalog store: "
            + jdbcUrl.replaceAll("\\?.*", "")
            + "; use jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE");
  }

  String ddl(String template) {
    return template.replace("{key}", keyType).replace("{json}", jsonType);
  }

  /** Makes a SELECT lock its rows; SQLite needs nothing, it has one writer at a time. */
  String locking(String select) {
    return select + lockingClause;
  }

  boolean isUniqueViolation(SQLException e) {
    return switch (this) {
      case SQLITE -> e.getErrorCode() == 19 && mentions(e, "UNIQUE", "PRIMARYKEY", "PRIMARY KEY");
      case POSTGRESQL -> "23505".equals(e.getSQLState());
    };
  }

  boolean isForeignKeyViolation(SQLException e) {
    return switch (this) {
      case SQLITE -> e.getErrorCode() == 19 && mentions(e, "FOREIGN KEY", "FOREIGNKEY");
      case POSTGRESQL -> "23503".equals(e.getSQLState());
    };
  }

  /**
   * The database refused the transaction because of others, and running it again at once may
   * succeed. SQLite has waited for its lock by then, so it is not asked again.
   */
  boolean isRetryable(SQLException e) {
    return this == POSTGRESQL
        && ("40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState()));
  }

  /** The database answered that it did not commit, as opposed to not answering. */
  boolean isRefusal(SQLException e) {
    boolean busy = this == SQLITE && (e.getErrorCode() == 5 || e.getErrorCode() == 6);
    return busy || isRetryable(e) || isUniqueViolation(e) || isForeignKeyViolation(e);
  }

  /** What to tell the caller of a unit of work that was certainly not applied. */
  RuntimeException failureOf(SQLException e) {
    if (isUniqueViolation(e)) {
      return new DuplicateKeyException(e);
    }
    if (isForeignKeyViolation(e)) {
      return new MissingReferenceException(e);
    }
    return new StoreUnavailableException(
        "The catalog's database does not answer: " + e.getMessage(), e);
  }

  private static boolean mentions(SQLException e, String... words) {
    String message = String.valueOf(e.getMessage());
    for (String word : words) {
      if (message.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
