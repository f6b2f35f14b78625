package io.dolake.sql.sequence;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import io.dolake.sql.plan.RelationColumn;
import io.dolake.sql.plan.VirtualRelation;
import io.dolake.sql.statement.ListRowSource;
import java.util.Collections;
import java.util.List;

/** A sequence in FROM: one row with the columns that PostgreSQL's sequences have. */
public record SequenceRow(SequenceRelation sequence) implements VirtualRelation {
  public static final List<RelationColumn> COLUMNS =
      List.of(
          RelationColumn.of("last_value", ColumnType.INTEGER),
          RelationColumn.of("log_cnt", ColumnType.INTEGER),
          RelationColumn.of("is_called", ColumnType.BOOLEAN));

  @Override
  public String schema() {
    return sequence.schema();
  }

  @Override
  public String name() {
    return sequence.name();
  }

  @Override
  public List<RelationColumn> columns() {
    return COLUMNS;
  }

  @Override
  public double estimatedRowCount() {
    return 1;
  }

  @Override
  public RowSource scan(ExecutionContext context) {
    SequenceState state = context.session().sequences().state(context.transaction(), sequence);
    Object[] row = {state.position().value(), state.left(), state.position().called()};
    return new ListRowSource(Collections.singletonList(row));
  }
}
