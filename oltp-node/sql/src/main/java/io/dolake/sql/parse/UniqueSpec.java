package io.dolake.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/** A UNIQUE constraint of a table; its name is null where none was given. */
public record UniqueSpec(SqlIdentifier name, List<IndexedColumn> columns) {
  public UniqueSpec {
    columns = List.copyOf(columns);
  }
}
