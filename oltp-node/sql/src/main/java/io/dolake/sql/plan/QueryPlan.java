package io.dolake.sql.plan;

import io.dolake.common.TableId;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.RowSource;
import java.util.List;
import java.util.Set;

/** How a query runs. Immutable and thread-safe: opened once per execution. */
public interface QueryPlan {
  List<ResultColumn> columns();

  /** Type of each parameter by position; ANY where nothing tells. */
  List<ColumnType> parameterTypes();

  /** Tables the query reads, through views and subqueries as well. */
  Set<TableId> tables();

  /**
   * Whether it locks rows that it reads, so that it needs a transaction that may write, and {@link
   * io.dolake.sql.exec.LockedRead} around it.
   */
  boolean locksRows();

  /** Starts the query. The caller closes the source, also after errors. */
  RowSource open(ExecutionContext context);

  /** The operator tree, one operator a line, with estimates. */
  List<String> explain();

  /** Runs the query to its end and returns the tree with actual rows and times. */
  List<String> explainAnalyze(ExecutionContext context);
}
