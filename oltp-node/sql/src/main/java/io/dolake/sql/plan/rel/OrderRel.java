package io.dolake.sql.plan.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexNode;

/** ORDER BY, OFFSET and LIMIT. A negative limit is none, a negative offset zero. */
public final class OrderRel extends SingleRel implements RexHolder {
  private final List<SortKey> keys;
  private final RexNode offset;
  private final RexNode fetch;

  /**
   * @param offset may be null
   * @param fetch may be null
   */
  public OrderRel(RelNode input, List<SortKey> keys, RexNode offset, RexNode fetch) {
    super(input.getCluster(), input.getTraitSet(), input);
    this.keys = List.copyOf(keys);
    this.offset = offset;
    this.fetch = fetch;
  }

  public List<SortKey> keys() {
    return keys;
  }

  /** Null when there is none. */
  public RexNode offset() {
    return offset;
  }

  /** Null when there is none. */
  public RexNode fetch() {
    return fetch;
  }

  @Override
  public List<RexNode> expressions() {
    List<RexNode> expressions = new ArrayList<>();
    if (offset != null) {
      expressions.add(offset);
    }
    if (fetch != null) {
      expressions.add(fetch);
    }
    return expressions;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new OrderRel(inputs.get(0), keys, offset, fetch);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("keys", keys)
        .itemIf("offset", offset, offset != null)
        .itemIf("fetch", fetch, fetch != null);
  }
}
