package io.dolake.sql.dml;

import io.dolake.common.TableId;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.catalog.ViewDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.parse.TriggerEvent;
import io.dolake.sql.parse.TriggerTiming;
import io.dolake.sql.statement.Planning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A view that is written to through its INSTEAD OF triggers.
 *
 * @param shape the view's columns in the form of a table that is never stored
 */
record ViewTarget(TableDef shape, Triggers triggers) {
  /** The view of this name, if it has triggers for the event and no table hides it. */
  static Optional<ViewTarget> of(Planning planning, SqlIdentifier name, TriggerEvent event) {
    if (planning.findTable(name).isPresent()) {
      return Optional.empty();
    }
    return planning
        .findView(name)
        .filter(view -> !planning.catalog().triggersOf(view.schema(), view.name()).isEmpty())
        .map(view -> of(planning, view))
        .filter(target -> target.triggers.has(TriggerTiming.INSTEAD_OF, event));
  }

  private static ViewTarget of(Planning planning, ViewDef view) {
    List<ResultColumn> results = planning.withoutText().planQuery(selectAll(view)).columns();
    List<ColumnDef> columns = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      columns.add(ColumnDef.of(i + 1, results.get(i).name(), results.get(i).type(), true));
    }
    TableDef shape =
        new TableDef(
            new TableId(Integer.MAX_VALUE),
            1,
            view.schema(),
            view.name(),
            columns,
            List.of(new KeyColumn(1, null, false, Collation.BINARY)),
            List.of(),
            List.of(),
            columns.size(),
            "",
            "");
    return new ViewTarget(shape, Triggers.of(planning, shape));
  }

  private static SqlSelect selectAll(ViewDef view) {
    SqlNodeList star =
        new SqlNodeList(List.of(SqlIdentifier.star(SqlParserPos.ZERO)), SqlParserPos.ZERO);
    return new SqlSelect(
        SqlParserPos.ZERO,
        SqlNodeList.EMPTY,
        star,
        new SqlIdentifier(List.of(view.schema(), view.name()), SqlParserPos.ZERO),
        null,
        null,
        null,
        SqlNodeList.EMPTY,
        null,
        null,
        null,
        null,
        null);
  }

  /** RETURNING has no row of a table to show. */
  void rejectReturning(Planning planning, SqlNodeList returning, SqlIdentifier at) {
    if (returning != null) {
      throw planning.error(
          ErrorCode.FEATURE_NOT_SUPPORTED, "RETURNING is not supported on views", at);
    }
  }
}
