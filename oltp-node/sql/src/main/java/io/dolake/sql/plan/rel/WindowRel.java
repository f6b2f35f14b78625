package io.dolake.sql.plan.rel;

import io.dolake.sql.exec.window.WindowSpec;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexNode;

/** The input's columns followed by one for each window call. */
public final class WindowRel extends SingleRel implements RexHolder {
  private final List<Call> calls;

  /** A window function and its operands over the input, laid out as the spec says. */
  public record Call(WindowSpec spec, List<RexNode> operands) {
    public Call {
      operands = List.copyOf(operands);
    }
  }

  public WindowRel(RelNode input, List<Call> calls) {
    super(input.getCluster(), input.getTraitSet(), input);
    this.calls = List.copyOf(calls);
    this.rowType = Rex.rowType(input.getRowType().getFieldCount() + calls.size());
  }

  public List<Call> calls() {
    return calls;
  }

  @Override
  public List<RexNode> expressions() {
    return calls.stream().flatMap(call -> call.operands().stream()).toList();
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new WindowRel(inputs.get(0), calls);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("calls", calls);
  }
}
