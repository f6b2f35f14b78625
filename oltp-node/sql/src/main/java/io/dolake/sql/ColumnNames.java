package io.dolake.sql;

/** How columns of a result are called that have no alias and are no plain column. */
public enum ColumnNames {
  /** The expression as it is written, as SQLite does: {@code count(*)}. */
  AS_WRITTEN,

  /**
   * After the function or type, else {@code ?column?}, as PostgreSQL does: {@code count}. Its
   * clients read results by these names.
   */
  AFTER_FUNCTION
}
