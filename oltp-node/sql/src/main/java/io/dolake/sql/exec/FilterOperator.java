package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/** Rows that satisfy a condition. */
public final class FilterOperator extends Operator {
  private final Operator input;
  private final Expr condition;
  private final String text;
  private final List<Operator> subplans;

  public FilterOperator(
      Operator input, Expr condition, String text, List<Operator> subplans, double rows) {
    super(rows, input.estimatedCost() + input.estimatedRows() * 0.1);
    this.input = input;
    this.condition = condition;
    this.text = text;
    this.subplans = List.copyOf(subplans);
  }

  @Override
  protected RowSource openSource(Frame frame) {
    RowSource source = input.open(frame);
    return new RowSource() {
      @Override
      public Object[] next() {
        for (Object[] row = source.next(); row != null; row = source.next()) {
          if (condition.test(row, frame)) {
            return row;
          }
          frame.context().step();
        }
        return null;
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }

  @Override
  public List<Operator> inputs() {
    List<Operator> inputs = new ArrayList<>(List.of(input));
    inputs.addAll(subplans);
    return inputs;
  }

  @Override
  public String describe() {
    return "Filter " + text;
  }
}
