package io.dolake.common.catalog;

import io.dolake.common.TableId;
import java.util.List;
import java.util.Objects;

/**
 * One version of a table. Every table has a primary key: one that was declared without gets a
 * hidden INTEGER column {@code rowid} as its key, so that log, feed and lake know one shape only.
 *
 * @param id survives renames
 * @param schemaVersion starts at 1, one more with every ALTER; rows carry the version they were
 *     written with
 * @param schema namespace of the table, {@code main} unless declared otherwise
 * @param name as declared; matched case-insensitively
 * @param columns in declared order
 * @param primaryKey at least one column
 * @param checks CHECK constraints
 * @param foreignKeys outgoing foreign keys
 * @param lastColumnId highest column id ever given in this table
 * @param createSql the statement as the user wrote it, for {@code sqlite_master}
 * @param comment for people; empty for none
 * @param sequence what the table is if it is a sequence, whose one row is its position; else null
 */
public record TableDef(
    TableId id,
    int schemaVersion,
    String schema,
    String name,
    List<ColumnDef> columns,
    List<KeyColumn> primaryKey,
    List<CheckDef> checks,
    List<ForeignKeyDef> foreignKeys,
    int lastColumnId,
    String createSql,
    String comment,
    SequenceDef sequence) {

  /** Schema of tables declared without one. */
  public static final String DEFAULT_SCHEMA = "main";

  public TableDef {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(createSql, "createSql");
    Objects.requireNonNull(comment, "comment");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    checks = List.copyOf(checks);
    foreignKeys = List.copyOf(foreignKeys);
    if (schemaVersion < 1 || primaryKey.isEmpty()) {
      throw new IllegalArgumentException("table " + name + " needs a version and a primary key");
    }
  }

  /** A table of rows. */
  public TableDef(
      TableId id,
      int schemaVersion,
      String schema,
      String name,
      List<ColumnDef> columns,
      List<KeyColumn> primaryKey,
      List<CheckDef> checks,
      List<ForeignKeyDef> foreignKeys,
      int lastColumnId,
      String createSql,
      String comment) {
    this(
        id,
        schemaVersion,
        schema,
        name,
        columns,
        primaryKey,
        checks,
        foreignKeys,
        lastColumnId,
        createSql,
        comment,
        null);
  }

  /**
   * First version of a plain table in the default schema, whose key is its first column: for
   * programs that use a store without SQL.
   *
   * @param columns with the ids 1, 2 and so on
   */
  public static TableDef keyedByFirst(TableId id, String name, ColumnDef... columns) {
    return new TableDef(
        id,
        1,
        DEFAULT_SCHEMA,
        name,
        List.of(columns),
        List.of(KeyColumn.ascending(columns[0].id())),
        List.of(),
        List.of(),
        columns.length,
        "",
        "");
  }

  /** Whether it is a sequence: no table to SQL, and never on the change feed. */
  public boolean isSequence() {
    return sequence != null;
  }

  /** Position of the column with this id in {@link #columns}, or -1. */
  public int ordinalOf(int columnId) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).id() == columnId) {
        return i;
      }
    }
    return -1;
  }

  /** Position of the column with this name, whatever its case, or -1. */
  public int ordinalOf(String columnName) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(columnName)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the key is the hidden rowid rather than declared columns. */
  public boolean hasHiddenRowId() {
    return columns.get(ordinalOf(primaryKey.get(0).columnId())).hidden();
  }
}
