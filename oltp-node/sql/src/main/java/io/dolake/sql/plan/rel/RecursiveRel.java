package io.dolake.sql.plan.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;

/** A recursive common table expression: the first input starts it, the second is repeated. */
public final class RecursiveRel extends BiRel {
  private final WorkTable workTable;
  private final boolean distinct;
  private final List<SortKey> order;

  /**
   * @param distinct whether UNION, which drops rows seen before, joins the two
   * @param order which waiting row is taken next; empty for first in, first out
   */
  public RecursiveRel(
      RelOptCluster cluster,
      RelNode seed,
      RelNode step,
      WorkTable workTable,
      boolean distinct,
      List<SortKey> order) {
    super(cluster, seed.getTraitSet(), seed, step);
    this.workTable = workTable;
    this.distinct = distinct;
    this.order = List.copyOf(order);
    this.rowType = Rex.rowType(seed.getRowType().getFieldCount());
  }

  public WorkTable workTable() {
    return workTable;
  }

  public boolean distinct() {
    return distinct;
  }

  public List<SortKey> order() {
    return order;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new RecursiveRel(getCluster(), inputs.get(0), inputs.get(1), workTable, distinct, order);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("work", System.identityHashCode(workTable))
        .item("distinct", distinct)
        .item("order", order);
  }
}
