package io.dolake.sql.exec;

import java.util.List;

/** Reads a common table expression that is computed at its first reading and then kept. */
public final class SharedOperator extends Operator {
  private final Object owner;
  private final String name;
  private final Operator query;

  /**
   * @param owner the same object for all readings of the expression
   */
  public SharedOperator(Object owner, String name, Operator query) {
    super(query.estimatedRows(), query.estimatedCost() / 2 + query.estimatedRows() * 0.2);
    this.owner = owner;
    this.name = name;
    this.query = query;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    return frame.context().state(owner, () -> Rows.of(query, frame)).source();
  }

  @Override
  public List<Operator> inputs() {
    return List.of(query);
  }

  @Override
  public String describe() {
    return "Shared " + name;
  }
}
