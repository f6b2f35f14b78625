package io.dolake.sql.plan.bind;

import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.VariableOperator;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** The outer values a subquery or lateral input reads, each given a variable. */
final class Captures {
  private final BindContext context;
  private final List<RexNode> values = new ArrayList<>();
  private final List<Integer> variables = new ArrayList<>();
  private final List<RexNode> readings = new ArrayList<>();

  Captures(BindContext context) {
    this.context = context;
  }

  /** The variable that holds an outer expression's value. */
  RexNode capture(RexNode outer) {
    int index = values.indexOf(outer);
    if (index < 0) {
      index = values.size();
      values.add(outer);
      variables.add(context.allocateVariable());
    }
    RexNode variable = Rex.call(new VariableOperator(variables.get(index)));
    readings.add(variable);
    return variable;
  }

  /** Every reading of a variable so far, in order. */
  List<RexNode> readings() {
    return readings;
  }

  List<RexNode> values() {
    return values;
  }

  int[] variables() {
    return variables.stream().mapToInt(Integer::intValue).toArray();
  }

  boolean isEmpty() {
    return values.isEmpty();
  }
}
