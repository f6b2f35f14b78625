package io.dolake.sql.plan.rel;

import io.dolake.sql.plan.VirtualRelation;
import org.apache.calcite.plan.RelOptCluster;

/** All rows of a virtual relation. */
public final class VirtualRel extends LeafRel {
  private final VirtualRelation relation;

  public VirtualRel(RelOptCluster cluster, VirtualRelation relation) {
    super(cluster, relation.columns().size());
    this.relation = relation;
  }

  public VirtualRelation relation() {
    return relation;
  }
}
