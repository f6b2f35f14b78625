package io.dolake.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * PostgreSQL's {@code FOR UPDATE [OF tables] [NOWAIT | SKIP LOCKED]}. FOR SHARE and the KEY forms
 * lock as much.
 *
 * @param words as the user wrote them, for errors
 * @param tables names in FROM; none for all
 */
public record RowLocking(
    SqlParserPos position, String words, List<SqlIdentifier> tables, IfLocked ifLocked) {
  /** What to do about a row that another transaction has locked. */
  public enum IfLocked {
    WAIT,
    FAIL,
    SKIP
  }
}
