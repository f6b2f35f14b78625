package io.dolake.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A query whose rows are locked before they are returned. */
public final class LockingQuery extends SqlOrderBy {
  private final List<RowLocking> locking;

  LockingQuery(
      SqlParserPos position,
      SqlNode query,
      SqlNodeList orderBy,
      SqlNode offset,
      SqlNode fetch,
      List<RowLocking> locking) {
    super(position, query, orderBy, offset, fetch);
    this.locking = List.copyOf(locking);
  }

  public List<RowLocking> locking() {
    return locking;
  }

  /** The same around another query. */
  public LockingQuery around(SqlNode other) {
    return new LockingQuery(getParserPosition(), other, orderList, offset, fetch, locking);
  }

  @Override
  public SqlNode clone(SqlParserPos position) {
    return new LockingQuery(position, query, orderList, offset, fetch, locking);
  }
}
