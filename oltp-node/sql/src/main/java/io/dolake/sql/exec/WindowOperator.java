package io.dolake.sql.exec;

import io.dolake.sql.exec.window.WindowSorter;
import io.dolake.sql.exec.window.WindowSpec;
import io.dolake.sql.expr.Expr;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** The input's rows, in the order of the first window, with a column for each window call. */
public final class WindowOperator extends Operator {
  private final Operator input;
  private final int inputWidth;
  private final WindowSpec[] specs;
  private final Expr[][] operands;

  /**
   * @param operands of each call over the input's rows, laid out as its spec says
   */
  public WindowOperator(Operator input, int inputWidth, WindowSpec[] specs, Expr[][] operands) {
    super(input.estimatedRows(), input.estimatedCost() + input.estimatedRows() * 3 * specs.length);
    this.input = input;
    this.inputWidth = inputWidth;
    this.specs = specs;
    this.operands = operands;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    Rows rows = Rows.of(input, frame);
    Object[][] output = new Object[rows.size()][];
    for (int i = 0; i < output.length; i++) {
      output[i] = Arrays.copyOf(rows.list().get(i), inputWidth + specs.length);
    }
    Integer[] order = null;
    for (int call = 0; call < specs.length; call++) {
      Object[][] values = new Object[rows.size()][];
      for (int i = 0; i < values.length; i++) {
        frame.context().step();
        values[i] = Expr.evalAll(operands[call], rows.list().get(i), frame);
      }
      WindowSorter sorter = new WindowSorter(specs[call], values);
      Object[] results = sorter.evaluate();
      for (int i = 0; i < results.length; i++) {
        output[i][inputWidth + call] = results[i];
      }
      order = order == null ? sorter.order() : order;
    }
    Integer[] shownOrder = order;
    return new RowSource() {
      private int at;

      @Override
      public Object[] next() {
        return at < output.length ? output[shownOrder[at++]] : null;
      }

      @Override
      public void close() {
        rows.release();
      }
    };
  }

  @Override
  public List<Operator> inputs() {
    return List.of(input);
  }

  @Override
  public String describe() {
    StringJoiner names = new StringJoiner(", ");
    for (WindowSpec spec : specs) {
      names.add(spec.functionName());
    }
    return "Window " + names;
  }
}
