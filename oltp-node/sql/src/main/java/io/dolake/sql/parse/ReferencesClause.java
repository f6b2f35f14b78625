package io.dolake.sql.parse;

import io.dolake.common.catalog.ForeignKeyDef;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/** Filled by the parser while it reads REFERENCES and what follows. */
public final class ReferencesClause {
  private final SqlIdentifier parent;
  private final List<SqlIdentifier> parentColumns;
  private ForeignKeyDef.Action onDelete = ForeignKeyDef.Action.NO_ACTION;
  private ForeignKeyDef.Action onUpdate = ForeignKeyDef.Action.NO_ACTION;

  /** Whether the check waits for the end of the transaction. */
  public boolean deferred;

  public ReferencesClause(SqlIdentifier parent, List<SqlIdentifier> parentColumns) {
    this.parent = parent;
    this.parentColumns = parentColumns;
  }

  public void setAction(boolean delete, ForeignKeyDef.Action action) {
    if (delete) {
      onDelete = action;
    } else {
      onUpdate = action;
    }
  }

  /** The foreign key of these columns. */
  public ForeignKeySpec from(SqlIdentifier name, List<SqlIdentifier> columns) {
    return new ForeignKeySpec(name, columns, parent, parentColumns, onDelete, onUpdate, deferred);
  }
}
