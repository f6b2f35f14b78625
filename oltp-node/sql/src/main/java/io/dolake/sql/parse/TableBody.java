package io.dolake.sql.parse;

import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/** Columns, constraints and options of a table; filled by the parser while it reads them. */
public final class TableBody {
  public final List<ColumnSpec> columns = new ArrayList<>();
  public final List<UniqueSpec> uniques = new ArrayList<>();
  public final List<CheckSpec> checks = new ArrayList<>();
  public final List<ForeignKeySpec> foreignKeys = new ArrayList<>();
  public boolean strict;
  public boolean withoutRowId;
  public boolean keyAutoIncrement;
  private List<IndexedColumn> primaryKey = List.of();
  private SqlIdentifier primaryKeyName;

  /** A PRIMARY KEY clause of the table, of which there may be one. */
  public void setPrimaryKey(SqlIdentifier name, List<IndexedColumn> columns) {
    if (!primaryKey.isEmpty()) {
      throw new SqlException(
          ErrorCode.INVALID_DEFINITION, "a table has at most one primary key", null, 0);
    }
    primaryKey = List.copyOf(columns);
    primaryKeyName = name;
  }

  /** Columns of the PRIMARY KEY clause; empty when there is none (columns may still have one). */
  public List<IndexedColumn> primaryKey() {
    return primaryKey;
  }

  public SqlIdentifier primaryKeyName() {
    return primaryKeyName;
  }
}
