package io.dolake.sql.exec;

import java.util.List;

/** The row that a recursive common table expression is at. */
public final class WorkTableOperator extends Operator {
  private final Object workTable;
  private final String name;

  public WorkTableOperator(Object workTable, String name) {
    super(1, 1);
    this.workTable = workTable;
    this.name = name;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    Object[] row = frame.context().state(workTable, RecursiveOperator.Current::new).row();
    return Rows.source(List.<Object[]>of(row).iterator());
  }

  @Override
  public List<Operator> inputs() {
    return List.of();
  }

  @Override
  public String describe() {
    return "Recursive row of " + name;
  }
}
