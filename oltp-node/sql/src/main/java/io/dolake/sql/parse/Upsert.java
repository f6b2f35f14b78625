package io.dolake.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * An ON CONFLICT clause.
 *
 * @param target columns of the unique key it is about; empty for any
 * @param constraint name of the constraint instead of its columns, or null
 * @param assignments null for DO NOTHING
 * @param where condition of DO UPDATE, or null
 */
public record Upsert(
    List<IndexedColumn> target,
    SqlIdentifier constraint,
    SqlNode targetWhere,
    List<Assignment> assignments,
    SqlNode where,
    SqlParserPos position) {
  public Upsert {
    target = List.copyOf(target);
    assignments = assignments == null ? null : List.copyOf(assignments);
  }

  public boolean doNothing() {
    return assignments == null;
  }
}
