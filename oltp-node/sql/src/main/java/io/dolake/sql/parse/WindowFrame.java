package io.dolake.sql.parse;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The frame of a window while it is being parsed. */
public record WindowFrame(boolean rows, SqlNode lower, SqlNode upper, SqlLiteral exclude) {
  public static final WindowFrame NONE = new WindowFrame(false, null, null, null);

  /** The window with this frame. */
  public SqlWindow window(
      SqlIdentifier declaredName,
      SqlIdentifier base,
      SqlNodeList partitionBy,
      SqlNodeList orderBy,
      SqlParserPos position) {
    return SqlWindow.create(
        declaredName,
        base,
        partitionBy,
        orderBy,
        SqlLiteral.createBoolean(rows, position),
        lower,
        upper,
        null,
        exclude == null ? SqlWindow.createExcludeNoOthers(position) : exclude,
        position);
  }
}
