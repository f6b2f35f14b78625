package io.dolake.sql.plan.rel;

import org.apache.calcite.plan.RelOptCluster;

/** The reading of a recursive common table expression inside its own recursive part. */
public final class WorkTableRel extends LeafRel {
  private final WorkTable workTable;

  public WorkTableRel(RelOptCluster cluster, WorkTable workTable, int fieldCount) {
    super(cluster, fieldCount);
    this.workTable = workTable;
  }

  public WorkTable workTable() {
    return workTable;
  }
}
