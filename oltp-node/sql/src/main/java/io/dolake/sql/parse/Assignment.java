package io.dolake.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** {@code column = value}, or {@code (a, b) = row}; DEFAULT is a call of the DEFAULT operator. */
public record Assignment(List<SqlIdentifier> columns, SqlNode value) {
  public Assignment {
    columns = List.copyOf(columns);
  }
}
