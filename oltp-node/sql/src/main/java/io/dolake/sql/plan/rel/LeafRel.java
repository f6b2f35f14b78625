package io.dolake.sql.plan.rel;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelWriter;

/** A relational node without inputs, told apart from all others. */
public abstract class LeafRel extends AbstractRelNode {
  private static final AtomicLong NEXT_ID = new AtomicLong();

  private final long id = NEXT_ID.incrementAndGet();

  protected LeafRel(RelOptCluster cluster, int fieldCount) {
    super(cluster, cluster.traitSetOf(Convention.NONE));
    this.rowType = Rex.rowType(fieldCount);
  }

  @Override
  public final RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("id", id);
  }
}
