package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.VirtualRelation;
import java.util.List;

/** Rows of a virtual relation, all of them or those with given values. */
public final class VirtualScanOperator extends Operator {
  private final VirtualRelation relation;
  private final List<Integer> lookupColumns;
  private final Expr[] lookupValues;

  /**
   * @param lookupColumns empty for a scan
   */
  public VirtualScanOperator(
      VirtualRelation relation, List<Integer> lookupColumns, Expr[] lookupValues, double rows) {
    super(rows, rows + 1);
    this.relation = relation;
    this.lookupColumns = List.copyOf(lookupColumns);
    this.lookupValues = lookupValues;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    return open(null, frame);
  }

  RowSource open(Object[] outerRow, Frame frame) {
    if (lookupColumns.isEmpty()) {
      return relation.scan(frame.context());
    }
    Object[] values = Expr.evalAll(lookupValues, outerRow, frame);
    for (Object value : values) {
      if (value == null) {
        return RowSource.EMPTY;
      }
    }
    return relation.lookup(frame.context(), lookupColumns, values);
  }

  @Override
  public List<Operator> inputs() {
    return List.of();
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder(lookupColumns.isEmpty() ? "Scan " : "Look up ");
    text.append(relation.schema()).append('.').append(relation.name());
    for (int column : lookupColumns) {
      text.append(" by ").append(relation.columns().get(column).name());
    }
    return text.toString();
  }
}
