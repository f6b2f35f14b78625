package io.dolake.sql.parse;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A window whose frame counts groups of peers, which Calcite's own node cannot say. */
public final class GroupsWindow extends SqlWindow {
  GroupsWindow(
      SqlParserPos position,
      SqlIdentifier declaredName,
      SqlIdentifier base,
      SqlNodeList partitionBy,
      SqlNodeList orderBy,
      SqlNode lower,
      SqlNode upper,
      SqlLiteral exclude) {
    super(
        position,
        declaredName,
        base,
        partitionBy,
        orderBy,
        SqlLiteral.createBoolean(false, position),
        lower,
        upper,
        null,
        exclude);
  }
}
