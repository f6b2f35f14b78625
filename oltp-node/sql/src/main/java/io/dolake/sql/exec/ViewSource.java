package io.dolake.sql.exec;

/**
 * A table or view that the query of a view reads.
 *
 * @param schema the schema it was found in, by its own name
 * @param name as it is written
 * @param start where it begins in the text of CREATE VIEW, from zero, with the schema if one is
 *     written
 * @param nameStart where the name itself begins
 */
public record ViewSource(String schema, String name, int start, int nameStart) {
  /** Whether a schema is written before the name. */
  public boolean isQualified() {
    return start < nameStart;
  }
}
