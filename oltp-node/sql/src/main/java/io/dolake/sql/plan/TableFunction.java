package io.dolake.sql.plan;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import java.util.List;

/** A function in FROM, such as {@code generate_series(1, 10)}. Thread-safe. */
public interface TableFunction {
  String name();

  int minArguments();

  int maxArguments();

  List<RelationColumn> columns();

  /** The function for arguments of these static types, where its columns depend on them. */
  default TableFunction forArguments(List<ColumnType> types) {
    return this;
  }

  default double estimatedRowCount() {
    return 20;
  }

  RowSource open(ExecutionContext context, Object[] arguments);
}
