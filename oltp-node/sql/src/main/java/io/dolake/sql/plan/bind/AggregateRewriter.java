package io.dolake.sql.plan.bind;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.plan.rel.AggregateCallOperator;
import io.dolake.sql.plan.rel.AggregateCallOperator.AggregateSpec;
import io.dolake.sql.plan.rel.AggregateOperator;
import io.dolake.sql.plan.rel.Rex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Turns expressions with aggregate placeholders over a SELECT's source rows into expressions over
 * an aggregation of them. Columns that are neither grouped nor aggregated become "bare" ones: of
 * the row that min() or max() found, else of the group's first.
 */
final class AggregateRewriter extends RexShuttle {
  /** A column of the aggregation, by what it is computed from. */
  private record Output(AggregateSpec spec, List<Integer> arguments) {}

  private final List<RexNode> inputs = new ArrayList<>();
  private final Map<RexNode, Integer> inputIndexes = new HashMap<>();
  private final Map<RexNode, Integer> keys = new LinkedHashMap<>();
  private final Map<RexNode, Integer> foldedKeys = new HashMap<>();
  private final Map<RexNode, Integer> outputs = new HashMap<>();
  private final List<Output> calls = new ArrayList<>();
  private int keyCount;

  AggregateRewriter(List<Bound> groupKeys) {
    for (Bound key : groupKeys) {
      Collation collation = key.effectiveCollation();
      RexNode folded = Folding.collationKey(collation, key.rex());
      int index = inputs.size();
      if (inputIndexes.putIfAbsent(folded, index) == null) {
        inputs.add(folded);
      }
      if (folded == key.rex()) {
        keys.putIfAbsent(key.rex(), inputIndexes.get(folded));
      } else {
        // Values that are equal under the collation differ: which one is shown is up to us.
        foldedKeys.putIfAbsent(key.rex(), inputIndexes.get(folded));
      }
    }
    keyCount = inputs.size();
  }

  /** The expression over the aggregation's rows. */
  RexNode rewrite(RexNode rex) {
    return rex.accept(this);
  }

  @Override
  public RexNode visitCall(RexCall call) {
    Integer key = keys.get(call);
    if (key != null) {
      return Rex.column(key);
    }
    if (foldedKeys.containsKey(call)) {
      return output(call, null, List.of(input(call)));
    }
    if (call.getOperator() instanceof AggregateCallOperator operator) {
      List<Integer> arguments = new ArrayList<>();
      for (RexNode operand : call.getOperands()) {
        arguments.add(input(operand));
      }
      return output(call, operator.spec(), arguments);
    }
    return super.visitCall(call);
  }

  @Override
  public RexNode visitInputRef(RexInputRef reference) {
    Integer key = keys.get(reference);
    return key != null ? Rex.column(key) : output(reference, null, List.of(input(reference)));
  }

  private int input(RexNode rex) {
    Integer known = inputIndexes.get(rex);
    if (known == null) {
      known = inputs.size();
      inputs.add(rex);
      inputIndexes.put(rex, known);
    }
    return known;
  }

  private RexNode output(RexNode rex, AggregateSpec spec, List<Integer> arguments) {
    Integer known = outputs.get(rex);
    if (known == null) {
      known = calls.size();
      calls.add(new Output(spec, arguments));
      outputs.put(rex, known);
    }
    return Rex.column(keyCount + known);
  }

  /** The aggregation of the source rows; called when everything has been rewritten. */
  RelNode aggregation(RelNode source) {
    if (inputs.isEmpty()) {
      // An aggregation without keys and arguments, count(*), still needs a row shape.
      inputs.add(Rex.constant(1L));
    }
    RelNode projected = QueryBinder.project(source, inputs);
    List<AggregateCall> aggregateCalls = new ArrayList<>();
    for (Output call : calls) {
      aggregateCalls.add(
          AggregateCall.create(
              new AggregateOperator(call.spec()),
              false,
              false,
              false,
              List.of(),
              call.arguments(),
              -1,
              null,
              RelCollations.EMPTY,
              Rex.ANY,
              null));
    }
    return LogicalAggregate.create(
        projected, List.of(), ImmutableBitSet.range(keyCount), null, aggregateCalls);
  }

  /** Whether an expression holds an aggregate of its own level. */
  static boolean hasAggregate(RexNode rex) {
    Finder finder = new Finder();
    rex.accept(finder);
    return finder.found;
  }

  private static final class Finder extends RexShuttle {
    private boolean found;

    @Override
    public RexNode visitCall(RexCall call) {
      found |= call.getOperator() instanceof AggregateCallOperator;
      return found ? call : super.visitCall(call);
    }
  }
}
