package io.dolake.sql.parse;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The frame of a window while it is being parsed.
 *
 * @param unit what its bounds count
 */
public record WindowFrame(Unit unit, SqlNode lower, SqlNode upper, SqlLiteral exclude) {
  /** What a frame's bounds count. */
  public enum Unit {
    ROWS,
    RANGE,
    GROUPS
  }

  public static final WindowFrame NONE = new WindowFrame(Unit.RANGE, null, null, null);

  /** The window with this frame. */
  public SqlWindow window(
      SqlIdentifier declaredName,
      SqlIdentifier base,
      SqlNodeList partitionBy,
      SqlNodeList orderBy,
      SqlParserPos position) {
    SqlLiteral exclusion = exclude == null ? SqlWindow.createExcludeNoOthers(position) : exclude;
    if (unit == Unit.GROUPS) {
      return new GroupsWindow(
          position, declaredName, base, partitionBy, orderBy, lower, upper, exclusion);
    }
    return SqlWindow.create(
        declaredName,
        base,
        partitionBy,
        orderBy,
        SqlLiteral.createBoolean(unit == Unit.ROWS, position),
        lower,
        upper,
        null,
        exclusion,
        position);
  }
}
