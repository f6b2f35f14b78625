package io.dolake.sql.dml;

import io.dolake.common.catalog.TableDef;
import io.dolake.sql.statement.Planning;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Puts the target table's name before its columns where they stand alone, because in ON CONFLICT
 * they would be ambiguous beside those of {@code excluded}. Subqueries have names of their own.
 */
final class TargetQualifier extends SqlShuttle {
  private final TableDef table;
  private final String qualifier;

  TargetQualifier(TableDef table, String qualifier) {
    this.table = table;
    this.qualifier = qualifier;
  }

  @Override
  public @Nullable SqlNode visit(SqlIdentifier id) {
    if (!id.isSimple() || id.isStar() || Planning.columnOrMinusOne(table, id.getSimple()) < 0) {
      return id;
    }
    return new SqlIdentifier(
        List.of(qualifier, id.getSimple()),
        null,
        id.getParserPosition(),
        List.of(id.getParserPosition(), id.getParserPosition()));
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    return call.getKind().belongsTo(SqlKind.QUERY) || call.getKind() == SqlKind.ORDER_BY
        ? call
        : super.visit(call);
  }
}
