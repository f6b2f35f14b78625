package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.exec.AggregateOperatorSpec;
import io.dolake.sql.exec.AggregateRowsOperator;
import io.dolake.sql.exec.LimitOperator;
import io.dolake.sql.exec.Operator;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.rel.AggregateCallOperator.AggregateSpec;
import io.dolake.sql.plan.rel.AggregateOperator;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.SimpleOperator;
import io.dolake.sql.plan.rel.SortKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexInputRef;

/**
 * Plans an aggregation: by sorted input where it comes so, by one key for min and max, else by
 * hash.
 */
final class AggregatePlanner {
  private static final SimpleOperator IS_NOT_NULL =
      new SimpleOperator("IS NOT NULL", true, operands -> Conditions.isNull(true, operands[0]));

  private final PhysicalPlanner planner;
  private final Aggregate aggregate;

  AggregatePlanner(PhysicalPlanner planner, Aggregate aggregate) {
    this.planner = planner;
    this.aggregate = aggregate;
  }

  Plan plan(BitSet required) {
    List<Integer> keys = aggregate.getGroupSet().asList();
    List<AggregateCall> calls = new ArrayList<>();
    int[] positions = ExprCompiler.noRow(keys.size() + aggregate.getAggCallList().size());
    BitSet needed = new BitSet();
    for (int i = 0; i < keys.size(); i++) {
      positions[i] = i;
      needed.set(keys.get(i));
    }
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      if (required.get(keys.size() + i)) {
        positions[keys.size() + i] = keys.size() + calls.size();
        calls.add(aggregate.getAggCallList().get(i));
      }
    }
    calls.forEach(call -> call.getArgList().forEach(needed::set));
    Plan input = extremeInput(keys, calls, needed);
    if (input == null) {
      input = planner.plan(aggregate.getInput(), needed, ascending(keys));
    }
    int[] keyColumns = new int[keys.size()];
    for (int i = 0; i < keyColumns.length; i++) {
      keyColumns[i] = input.positions()[keys.get(i)];
    }
    AggregateOperatorSpec[] specs = new AggregateOperatorSpec[calls.size()];
    for (int i = 0; i < specs.length; i++) {
      specs[i] = specOf(calls.get(i), input.positions());
    }
    double rows =
        keys.isEmpty() ? 1 : Math.max(1, Math.pow(input.operator().estimatedRows(), 0.75));
    Operator operator =
        new AggregateRowsOperator(
            input.operator(), keyColumns, specs, input.ordered() && !keys.isEmpty(), rows);
    return Plan.of(operator, positions, keyColumns.length + specs.length);
  }

  private static List<SortKey> ascending(List<Integer> columns) {
    List<SortKey> keys = new ArrayList<>();
    columns.forEach(column -> keys.add(new SortKey(column, false, true)));
    return keys;
  }

  private static AggregateOperatorSpec specOf(AggregateCall call, int[] positions) {
    AggregateSpec spec = ((AggregateOperator) call.getAggregation()).spec();
    int[] columns = call.getArgList().stream().mapToInt(column -> positions[column]).toArray();
    if (spec == null) {
      return new AggregateOperatorSpec(
          null, false, Collation.BINARY, List.of(), columns, List.of(), false);
    }
    return new AggregateOperatorSpec(
        spec.function(),
        spec.distinct(),
        spec.collation(),
        spec.argumentTypes(),
        columns,
        spec.orderDescending(),
        spec.filtered());
  }

  /** For an only min() or max() of a column: its first or last row by a key; null if none fits. */
  private Plan extremeInput(List<Integer> keys, List<AggregateCall> calls, BitSet needed) {
    if (!keys.isEmpty() || calls.size() != 1) {
      return null;
    }
    AggregateSpec spec = ((AggregateOperator) calls.get(0).getAggregation()).spec();
    boolean extreme =
        spec != null
            && !spec.filtered()
            && spec.collation() == Collation.BINARY
            && (spec.function().name().equals("min") || spec.function().name().equals("max"));
    int column = calls.get(0).getArgList().isEmpty() ? -1 : calls.get(0).getArgList().get(0);
    boolean plain =
        extreme
            && aggregate.getInput() instanceof LogicalProject project
            && project.getProjects().get(column) instanceof RexInputRef;
    if (!plain) {
      return null;
    }
    boolean max = spec.function().name().equals("max");
    RelNode known =
        LogicalFilter.create(aggregate.getInput(), Rex.condition(IS_NOT_NULL, Rex.column(column)));
    Plan plan = planner.plan(known, needed, List.of(new SortKey(column, max, !max)));
    if (!plan.ordered()) {
      return null;
    }
    Operator first = new LimitOperator(plan.operator(), null, Expr.constant(1L), 1);
    return new Plan(first, plan.positions(), plan.width(), true);
  }
}
