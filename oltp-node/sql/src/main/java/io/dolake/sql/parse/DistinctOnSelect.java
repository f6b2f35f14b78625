package io.dolake.sql.parse;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** PostgreSQL's {@code SELECT DISTINCT ON (keys) ...}: the first row for each value of the keys. */
public final class DistinctOnSelect extends SqlSelect {
  private final SqlNodeList keys;

  DistinctOnSelect(SqlSelect select, SqlNodeList keys) {
    super(
        select.getParserPosition(),
        SqlNodeList.EMPTY,
        select.getSelectList(),
        select.getFrom(),
        select.getWhere(),
        select.getGroup(),
        select.getHaving(),
        select.getWindowList(),
        null,
        select.getOrderList(),
        select.getOffset(),
        select.getFetch(),
        null);
    this.keys = keys;
  }

  public SqlNodeList keys() {
    return keys;
  }

  @Override
  public SqlNode clone(SqlParserPos position) {
    return new DistinctOnSelect((SqlSelect) super.clone(position), keys);
  }
}
