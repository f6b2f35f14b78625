package io.dolake.sql.plan.rel;

import io.dolake.common.TableId;
import io.dolake.sql.parse.RowLocking;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;

/** The input's rows, in its order, each after the rows of tables that it is made of are locked. */
public final class LockRel extends SingleRel {
  private final List<Target> targets;

  /**
   * A table whose rows are locked.
   *
   * @param keyColumns where the input has its primary key
   */
  public record Target(
      TableId table, String name, List<Integer> keyColumns, RowLocking.IfLocked ifLocked) {
    public Target {
      keyColumns = List.copyOf(keyColumns);
    }
  }

  public LockRel(RelNode input, List<Target> targets) {
    super(input.getCluster(), input.getTraitSet(), input);
    this.targets = List.copyOf(targets);
  }

  public List<Target> targets() {
    return targets;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new LockRel(inputs.get(0), targets);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("targets", targets);
  }
}
