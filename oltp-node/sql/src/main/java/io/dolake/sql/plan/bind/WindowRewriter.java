package io.dolake.sql.plan.bind;

import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.WindowCallOperator;
import io.dolake.sql.plan.rel.WindowRel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Turns window placeholders into columns of a {@link WindowRel} over their SELECT's rows. */
final class WindowRewriter extends RexShuttle {
  private final int inputWidth;
  private final List<WindowRel.Call> calls = new ArrayList<>();
  private final Map<RexNode, Integer> indexes = new HashMap<>();

  WindowRewriter(int inputWidth) {
    this.inputWidth = inputWidth;
  }

  RexNode rewrite(RexNode rex) {
    return rex.accept(this);
  }

  @Override
  public RexNode visitCall(RexCall call) {
    if (!(call.getOperator() instanceof WindowCallOperator operator)) {
      return super.visitCall(call);
    }
    Integer index = indexes.get(call);
    if (index == null) {
      index = calls.size();
      calls.add(new WindowRel.Call(operator.spec(), call.getOperands()));
      indexes.put(call, index);
    }
    return Rex.column(inputWidth + index);
  }

  /** The input with the windows' columns; the input itself when there are none. */
  RelNode windows(RelNode input) {
    return calls.isEmpty() ? input : new WindowRel(input, calls);
  }
}
