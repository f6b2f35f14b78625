package io.dolake.sql.plan.rel;

import org.apache.calcite.plan.RelOptCluster;

/** One reading of a common table expression that is computed once and read several times. */
public final class SharedRel extends LeafRel {
  private final SharedQuery query;

  public SharedRel(RelOptCluster cluster, SharedQuery query) {
    super(cluster, query.rel().getRowType().getFieldCount());
    this.query = query;
  }

  public SharedQuery query() {
    return query;
  }
}
