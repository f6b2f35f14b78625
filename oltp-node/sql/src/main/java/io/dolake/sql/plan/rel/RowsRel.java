package io.dolake.sql.plan.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rex.RexNode;

/** Rows given by expressions without an input: VALUES, and SELECT without FROM. */
public final class RowsRel extends LeafRel implements RexHolder {
  private final List<List<RexNode>> rows;

  public RowsRel(RelOptCluster cluster, int fieldCount, List<List<RexNode>> rows) {
    super(cluster, fieldCount);
    this.rows = List.copyOf(rows);
  }

  public List<List<RexNode>> rows() {
    return rows;
  }

  @Override
  public List<RexNode> expressions() {
    return rows.stream().flatMap(List::stream).toList();
  }
}
