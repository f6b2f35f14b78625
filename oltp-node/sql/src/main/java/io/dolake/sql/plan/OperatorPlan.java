package io.dolake.sql.plan;

import io.dolake.common.TableId;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.exec.Operator;
import io.dolake.sql.exec.PlanProfile;
import io.dolake.sql.exec.RowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A plan that is a tree of operators. */
final class OperatorPlan implements QueryPlan {
  private final Operator root;
  private final List<ResultColumn> columns;
  private final List<ColumnType> parameterTypes;
  private final Set<TableId> tables;
  private final int variableCount;
  private final boolean locksRows;

  OperatorPlan(
      Operator root,
      List<ResultColumn> columns,
      List<ColumnType> parameterTypes,
      Set<TableId> tables,
      int variableCount,
      boolean locksRows) {
    this.root = root;
    this.columns = List.copyOf(columns);
    this.parameterTypes = List.copyOf(parameterTypes);
    this.tables = Set.copyOf(tables);
    this.variableCount = variableCount;
    this.locksRows = locksRows;
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public List<ColumnType> parameterTypes() {
    return parameterTypes;
  }

  @Override
  public Set<TableId> tables() {
    return tables;
  }

  @Override
  public boolean locksRows() {
    return locksRows;
  }

  @Override
  public RowSource open(ExecutionContext context) {
    return root.open(new Frame(context, variableCount));
  }

  @Override
  public List<String> explain() {
    List<String> lines = new ArrayList<>();
    root.explain(lines, "", null);
    return lines;
  }

  @Override
  public List<String> explainAnalyze(ExecutionContext context) {
    PlanProfile profile = new PlanProfile();
    long rows = 0;
    long start = System.nanoTime();
    try (RowSource source = root.open(new Frame(context, variableCount, profile))) {
      while (source.next() != null) {
        rows++;
      }
    }
    long micros = (System.nanoTime() - start) / 1_000;
    List<String> lines = new ArrayList<>();
    root.explain(lines, "", profile);
    lines.add("Rows: " + rows + ", time: " + micros / 1_000.0 + " ms");
    return lines;
  }
}
