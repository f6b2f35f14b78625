package io.dolake.sql.parse;

import io.dolake.common.catalog.ForeignKeyDef;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * A foreign key as declared.
 *
 * @param name null where none was given
 * @param parentColumns empty for the parent's primary key
 */
public record ForeignKeySpec(
    SqlIdentifier name,
    List<SqlIdentifier> columns,
    SqlIdentifier parent,
    List<SqlIdentifier> parentColumns,
    ForeignKeyDef.Action onDelete,
    ForeignKeyDef.Action onUpdate,
    boolean deferred) {
  public ForeignKeySpec {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }
}
