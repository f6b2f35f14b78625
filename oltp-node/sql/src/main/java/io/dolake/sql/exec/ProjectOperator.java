package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/** Rows of expressions over the input's rows. */
public final class ProjectOperator extends Operator {
  private final Operator input;
  private final Expr[] expressions;
  private final String text;
  private final List<Operator> subplans;

  public ProjectOperator(Operator input, Expr[] expressions, String text, List<Operator> subplans) {
    super(input.estimatedRows(), input.estimatedCost() + input.estimatedRows() * 0.1);
    this.input = input;
    this.expressions = expressions;
    this.text = text;
    this.subplans = List.copyOf(subplans);
  }

  @Override
  protected RowSource openSource(Frame frame) {
    RowSource source = input.open(frame);
    return new RowSource() {
      @Override
      public Object[] next() {
        Object[] row = source.next();
        return row == null ? null : Expr.evalAll(expressions, row, frame);
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
    return "Project " + text;
  }
}
