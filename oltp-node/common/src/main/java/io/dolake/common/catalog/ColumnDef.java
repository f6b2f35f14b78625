package io.dolake.common.catalog;

import io.dolake.common.type.ColumnType;
import java.util.Objects;

/**
 * A column of one schema version.
 *
 * @param id number of the column in its table, given once and never reused: survives renames
 * @param name as declared; matched case-insensitively
 * @param type fixes affinity, storage and the lake type
 * @param declaredType the type as the user wrote it, for introspection
 * @param nullable whether NULL is allowed
 * @param defaultExpression SQL text, or null for none
 * @param initialDefault value that rows written before this column existed have (a value of the
 *     type's Java class), or null
 * @param generatedExpression SQL text of a generated column, or null
 * @param storedGenerated whether a generated column is stored; false means computed when read
 * @param collation BINARY, NOCASE or RTRIM
 * @param autoIncrement whether the column draws a never reused number when none is given
 * @param hidden whether the column stays out of {@code SELECT *}: the rowid of a table without a
 *     declared primary key
 * @param comment for people; empty for none
 */
public record ColumnDef(
    int id,
    String name,
    ColumnType type,
    String declaredType,
    boolean nullable,
    String defaultExpression,
    Object initialDefault,
    String generatedExpression,
    boolean storedGenerated,
    Collation collation,
    boolean autoIncrement,
    boolean hidden,
    String comment) {

  public ColumnDef {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(declaredType, "declaredType");
    Objects.requireNonNull(collation, "collation");
    Objects.requireNonNull(comment, "comment");
  }

  /** A plain column without default, generation or collation. */
  public static ColumnDef of(int id, String name, ColumnType type, boolean nullable) {
    return new ColumnDef(
        id,
        name,
        type,
        type.toString(),
        nullable,
        null,
        null,
        null,
        false,
        Collation.BINARY,
        false,
        false,
        "");
  }
}
