package io.dolake.sql.exec;

import java.util.List;
import java.util.Locale;

/**
 * A physical operator: immutable and shared by executions; each opening gives rows of its own.
 *
 * <p>Subclasses state their estimated rows and cost (in units of one row processed) for the planner
 * and EXPLAIN.
 */
public abstract class Operator {
  private final double estimatedRows;
  private final double estimatedCost;

  protected Operator(double estimatedRows, double estimatedCost) {
    this.estimatedRows = Math.max(0, estimatedRows);
    this.estimatedCost = estimatedCost;
  }

  public final RowSource open(Frame frame) {
    PlanProfile profile = frame.profile();
    return profile == null ? openSource(frame) : profile.measure(this, frame);
  }

  protected abstract RowSource openSource(Frame frame);

  public final double estimatedRows() {
    return estimatedRows;
  }

  public final double estimatedCost() {
    return estimatedCost;
  }

  /** Inputs, for EXPLAIN; subplans of expressions included. */
  public abstract List<Operator> inputs();

  /** One line that says what it does. */
  public abstract String describe();

  /** Adds the tree below this operator, one line each. */
  public final void explain(List<String> lines, String indent, PlanProfile profile) {
    StringBuilder line = new StringBuilder(indent).append(describe());
    line.append(
        String.format(Locale.ROOT, "  (rows=%.0f cost=%.0f)", estimatedRows, estimatedCost));
    if (profile != null) {
      PlanProfile.Figures figures = profile.of(this);
      line.append(
          String.format(
              Locale.ROOT,
              " (actual rows=%d opened=%d time=%.3f ms)",
              figures.rows,
              figures.opens,
              figures.nanos / 1e6));
    }
    lines.add(line.toString());
    for (Operator input : inputs()) {
      input.explain(lines, indent + "  ", profile);
    }
  }
}
