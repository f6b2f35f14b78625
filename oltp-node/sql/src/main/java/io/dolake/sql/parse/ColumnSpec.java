package io.dolake.sql.parse;

import org.apache.calcite.sql.SqlIdentifier;

/** A column as declared; filled by the parser while it reads the column's constraints. */
public final class ColumnSpec {
  public final SqlIdentifier name;
  public final DeclaredType type;
  public boolean primaryKey;
  public SqlIdentifier primaryKeyName;
  public boolean primaryKeyDescending;
  public boolean autoIncrement;
  public boolean identity;
  public boolean notNull;
  public boolean unique;
  public SqlIdentifier uniqueName;
  public SqlText defaultValue;
  public SqlText generated;
  public boolean generatedStored;
  public SqlIdentifier collation;

  public ColumnSpec(SqlIdentifier name, DeclaredType type) {
    this.name = name;
    this.type = type;
  }
}
