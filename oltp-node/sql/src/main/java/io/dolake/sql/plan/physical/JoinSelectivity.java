package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.plan.rel.TableRel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Guesses which share of the combinations of joined inputs satisfies the conditions between them.
 * Equalities between the same two inputs are no independent conditions: those that give one side's
 * whole unique key find one of its rows, and of others each further one counts less.
 */
final class JoinSelectivity {
  private final JoinGraph graph;
  private final FactorPlanner factors;

  JoinSelectivity(JoinGraph graph, FactorPlanner factors) {
    this.graph = graph;
    this.factors = factors;
  }

  /** Share that all conditions together keep. */
  double of(List<RexNode> conditions) {
    double share = 1;
    for (JoinOrder.Edge edge : edges(conditions)) {
      share *= edge.selectivity();
    }
    return share;
  }

  /** One edge for each set of inputs that conditions connect. */
  List<JoinOrder.Edge> edges(List<RexNode> conditions) {
    Map<BitSet, List<RexNode>> byInputs = new LinkedHashMap<>();
    for (RexNode condition : conditions) {
      BitSet read = graph.factorsOf(condition);
      if (read.cardinality() > 1) {
        byInputs.computeIfAbsent(read, key -> new ArrayList<>()).add(condition);
      }
    }
    List<JoinOrder.Edge> edges = new ArrayList<>();
    byInputs.forEach(
        (read, between) -> edges.add(new JoinOrder.Edge(read, combined(read, between))));
    return edges;
  }

  private double combined(BitSet read, List<RexNode> conditions) {
    double others = 1;
    List<RexNode> equalities = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (RexNode condition : conditions) {
      double share = Selectivity.of(condition, factors::equalitySelectivity);
      if (Selectivity.isEquality(condition)) {
        equalities.add(condition);
        shares.add(share);
      } else {
        others *= share;
      }
    }
    if (equalities.size() > 1) {
      for (int factor = read.nextSetBit(0); factor >= 0; factor = read.nextSetBit(factor + 1)) {
        if (coversUniqueKey(factor, equalities)) {
          return others / factors.tableRows(factor);
        }
      }
    }
    shares.sort(null);
    double exponent = 1;
    for (double share : shares) {
      others *= Math.pow(share, exponent);
      exponent /= 2;
    }
    return others;
  }

  private boolean coversUniqueKey(int factor, List<RexNode> equalities) {
    JoinGraph.Factor input = graph.factors().get(factor);
    if (!(input.rel() instanceof TableRel scan)) {
      return false;
    }
    Set<Integer> given = new HashSet<>();
    for (RexNode equality : equalities) {
      for (RexNode side : ((RexCall) equality).getOperands()) {
        if (side instanceof RexInputRef reference
            && reference.getIndex() >= input.start()
            && reference.getIndex() < input.end()) {
          given.add(scan.table().columns().get(reference.getIndex() - input.start()).id());
        }
      }
    }
    return covers(given, scan.table());
  }

  private boolean covers(Set<Integer> columnIds, TableDef table) {
    if (columnIds.containsAll(idsOf(table.primaryKey()))) {
      return true;
    }
    return factors.indexesOf(table).stream()
        .anyMatch(index -> index.unique() && columnIds.containsAll(idsOf(index.columns())));
  }

  private static List<Integer> idsOf(List<KeyColumn> key) {
    return key.stream().map(KeyColumn::columnId).toList();
  }
}
