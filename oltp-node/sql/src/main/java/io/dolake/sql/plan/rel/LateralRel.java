package io.dolake.sql.plan.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rex.RexNode;

/** A join whose right side is opened anew for every left row and may read that row. */
public final class LateralRel extends BiRel implements RexHolder {
  private final int[] variables;
  private final List<RexNode> values;
  private final boolean outer;
  private final RexNode condition;

  /**
   * @param variables set before the right side is opened, to {@code values} over the left row
   * @param outer whether left rows without match are kept
   * @param condition over both rows
   */
  public LateralRel(
      RelNode left,
      RelNode right,
      int[] variables,
      List<RexNode> values,
      boolean outer,
      RexNode condition) {
    super(left.getCluster(), left.getTraitSet(), left, right);
    this.variables = variables;
    this.values = List.copyOf(values);
    this.outer = outer;
    this.condition = condition;
    this.rowType =
        Rex.rowType(left.getRowType().getFieldCount() + right.getRowType().getFieldCount());
  }

  public int[] variables() {
    return variables;
  }

  public List<RexNode> values() {
    return values;
  }

  public boolean outer() {
    return outer;
  }

  public RexNode condition() {
    return condition;
  }

  @Override
  public List<RexNode> expressions() {
    return values;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new LateralRel(inputs.get(0), inputs.get(1), variables, values, outer, condition);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("values", values)
        .item("outer", outer)
        .item("condition", condition);
  }
}
