package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.exec.AccessPath;
import io.dolake.sql.exec.FilterOperator;
import io.dolake.sql.exec.HashLookupOperator;
import io.dolake.sql.exec.Operator;
import io.dolake.sql.exec.TableScanOperator;
import io.dolake.sql.exec.VirtualScanOperator;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.physical.JoinGraph.Factor;
import io.dolake.sql.plan.rel.SortKey;
import io.dolake.sql.plan.rel.TableRel;
import io.dolake.sql.plan.rel.VirtualRel;
import io.dolake.storage.ScanDirection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Plans single inputs of a join tree with the conditions that are theirs alone. */
final class FactorPlanner {
  private final PhysicalPlanner planner;
  private final JoinGraph graph;
  private final Map<Integer, TableEstimates> estimates = new HashMap<>();
  private final Map<Integer, Plan> otherPlans = new HashMap<>();

  FactorPlanner(PhysicalPlanner planner, JoinGraph graph) {
    this.planner = planner;
    this.graph = graph;
  }

  private TableEstimates estimatesOf(int factor) {
    return estimates.computeIfAbsent(
        factor,
        key ->
            new TableEstimates(
                ((TableRel) graph.factors().get(key).rel()).table(), planner.catalog()));
  }

  /** Share of rows with one value of a column of the graph. */
  double equalitySelectivity(int column) {
    for (int i = 0; i < graph.factors().size(); i++) {
      Factor factor = graph.factors().get(i);
      if (column >= factor.start() && column < factor.end()) {
        return factor.rel() instanceof TableRel
            ? estimatesOf(i).equalitySelectivity(column - factor.start())
            : 0.1;
      }
    }
    return 0.1;
  }

  /** Rows of a table that is an input, whatever the conditions on it. */
  double tableRows(int factor) {
    return estimatesOf(factor).rows();
  }

  List<IndexDef> indexesOf(TableDef table) {
    return planner.catalog().indexesOf(table.id());
  }

  JoinOrder.Input estimate(int factor, List<RexNode> local, BitSet needed) {
    Factor input = graph.factors().get(factor);
    double selectivity = 1;
    for (RexNode condition : local) {
      selectivity *= Selectivity.of(condition, this::equalitySelectivity);
    }
    if (input.rel() instanceof TableRel) {
      AccessChoice choice = choose(factor, local, needed);
      double rows = Math.min(estimatesOf(factor).rows() * selectivity, choice.rows());
      return new JoinOrder.Input(Math.max(0.1, rows), choice.cost());
    }
    if (input.rel() instanceof VirtualRel scan) {
      VirtualLookup lookup = VirtualLookup.choose(scan.relation(), local, input.start());
      double all = scan.relation().estimatedRowCount();
      double found = lookup == null ? all : lookup.estimatedRows();
      return new JoinOrder.Input(Math.max(0.1, Math.min(found, all * selectivity)), found);
    }
    Plan plan = otherPlan(factor, needed);
    double rows = plan.operator().estimatedRows() * selectivity;
    return new JoinOrder.Input(Math.max(0.1, rows), plan.operator().estimatedCost());
  }

  private Plan otherPlan(int factor, BitSet needed) {
    Factor input = graph.factors().get(factor);
    return otherPlans.computeIfAbsent(
        factor, key -> planner.plan(input.rel(), neededOf(input, needed), List.of()));
  }

  private static BitSet neededOf(Factor input, BitSet needed) {
    return needed.get(input.start(), input.end());
  }

  /** The columns of an input that are needed, counted from its first. */
  static int[] columnsOf(Factor input, BitSet needed) {
    return neededOf(input, needed).stream().toArray();
  }

  private AccessChoice choose(int factor, List<RexNode> local, BitSet needed) {
    Factor input = graph.factors().get(factor);
    AccessChooser chooser = new AccessChooser(estimatesOf(factor), input.start(), local);
    return chooser.choose(sargables(input, local), neededOf(input, needed));
  }

  private static List<Sargable> sargables(Factor input, List<RexNode> conditions) {
    List<Sargable> usable = new ArrayList<>();
    for (RexNode condition : conditions) {
      Sargable sargable = Sargable.ofTerm(condition, input.start(), input.end());
      if (sargable != null && RexShape.columns(sargable.value()).cardinality() <= 1) {
        boolean free =
            sargable.kind() == SqlKind.IN || RexShape.columns(sargable.value()).isEmpty();
        if (free) {
          usable.add(sargable);
        }
      }
    }
    return usable;
  }

  /** A lookup by keys from what is joined; null when no key has a condition on it. */
  AccessChoice lookup(
      int factor, List<Sargable> usable, List<RexNode> local, BitSet needed, BitSet available) {
    Factor input = graph.factors().get(factor);
    AccessChooser chooser = new AccessChooser(estimatesOf(factor), input.start(), local);
    AccessChoice best = null;
    for (AccessChoice choice : chooser.choices(usable, neededOf(input, needed))) {
      boolean reachesOut =
          choice.equalities().stream().anyMatch(equality -> readsAny(equality.value(), available));
      if (reachesOut && (best == null || choice.cost() < best.cost())) {
        best = choice;
      }
    }
    return best;
  }

  private boolean readsAny(RexNode value, BitSet factors) {
    return graph.factorsOf(value).intersects(factors);
  }

  /** Conditions that an access path checks exactly, so that rows need not be checked again. */
  static List<RexNode> consumed(AccessChoice choice) {
    List<RexNode> consumed = new ArrayList<>();
    for (Sargable equality : choice.equalities()) {
      if (equality.column() != Sargable.EXPRESSION) {
        consumed.add(equality.condition());
      }
    }
    if (choice.points() != null && choice.points().column() != Sargable.EXPRESSION) {
      consumed.add(choice.points().condition());
    }
    return consumed;
  }

  Plan plan(int factor, List<RexNode> local, BitSet needed, List<SortKey> wanted) {
    Factor input = graph.factors().get(factor);
    RelNode rel = input.rel();
    if (rel instanceof TableRel scan) {
      return table(factor, scan.table(), local, needed, wanted);
    }
    if (rel instanceof VirtualRel scan) {
      return virtual(input, scan, local);
    }
    Plan plan = otherPlan(factor, needed);
    return filtered(input, plan, local);
  }

  private Plan table(
      int factor, TableDef table, List<RexNode> local, BitSet needed, List<SortKey> wanted) {
    Factor input = graph.factors().get(factor);
    AccessChoice choice = choose(factor, local, needed);
    ScanDirection direction = ScanDirection.FORWARD;
    boolean ordered = false;
    if (!wanted.isEmpty()) {
      OrderedAccess orderedAccess =
          OrderedAccess.find(
              estimatesOf(factor),
              input.start(),
              local,
              sargables(input, local),
              neededOf(input, needed),
              wanted);
      if (orderedAccess != null && orderedAccess.isWorth(choice)) {
        choice = orderedAccess.choice();
        direction = orderedAccess.direction();
        ordered = true;
      }
    }
    Plan hashed = choice.usesKey() ? null : hashLookup(input, local, needed);
    if (hashed != null) {
      return hashed;
    }
    int[] columns = columnsOf(input, needed);
    int[] layout = ExprCompiler.noRow(graph.width());
    for (int i = 0; i < columns.length; i++) {
      layout[input.start() + columns[i]] = i;
    }
    ExprCompiler keys = new ExprCompiler(planner, ExprCompiler.noRow(graph.width()));
    AccessPath path = planner.accessPaths().of(table, choice, keys, direction, graph.text());
    List<RexNode> residual = new ArrayList<>(local);
    residual.removeAll(consumed(choice));
    ExprCompiler compiler = new ExprCompiler(planner, layout);
    Expr filter = compiler.compileConjunction(residual);
    List<Operator> subplans = new ArrayList<>(keys.subplans());
    subplans.addAll(compiler.subplans());
    JoinOrder.Input estimate = estimate(factor, local, needed);
    Operator operator =
        new TableScanOperator(
            path,
            columns,
            filter,
            graph.text().ofAll(residual),
            subplans,
            estimate.rows(),
            choice.cost());
    return new Plan(operator, positions(input, layout), columns.length, ordered);
  }

  private int[] positions(Factor input, int[] layout) {
    int[] positions = new int[input.width()];
    System.arraycopy(layout, input.start(), positions, 0, input.width());
    return positions;
  }

  /**
   * A table that a correlated subquery reads by columns without index: hashed once per execution.
   */
  private Plan hashLookup(Factor input, List<RexNode> local, BitSet needed) {
    List<Sargable> outer = new ArrayList<>();
    List<RexNode> others = new ArrayList<>();
    for (RexNode condition : local) {
      Sargable sargable = Sargable.of(condition, input.start(), input.end());
      boolean byOuter =
          sargable != null
              && sargable.kind() == SqlKind.EQUALS
              && RexShape.usesVariables(sargable.value());
      if (byOuter) {
        outer.add(sargable);
      } else {
        others.add(condition);
      }
    }
    boolean fixed =
        !outer.isEmpty()
            && others.stream().noneMatch(RexShape::usesVariables)
            && others.stream().allMatch(RexShape::stable);
    if (!fixed) {
      return null;
    }
    int factor = graph.factors().indexOf(input);
    Plan all = plan(factor, others, needed, List.of());
    int[] layout = ExprCompiler.noRow(graph.width());
    System.arraycopy(all.positions(), 0, layout, input.start(), input.width());
    ExprCompiler keys = new ExprCompiler(planner, layout);
    ExprCompiler values = new ExprCompiler(planner, ExprCompiler.noRow(graph.width()));
    Expr[] keyExprs = new Expr[outer.size()];
    Expr[] valueExprs = new Expr[outer.size()];
    io.dolake.common.catalog.Collation[] collations =
        new io.dolake.common.catalog.Collation[outer.size()];
    for (int i = 0; i < keyExprs.length; i++) {
      Sargable sargable = outer.get(i);
      keyExprs[i] = keys.compile(io.dolake.sql.plan.rel.Rex.column(sargable.column()));
      valueExprs[i] = values.compile(sargable.value());
      collations[i] = sargable.collation();
    }
    double rows = Math.max(1, all.operator().estimatedRows() * Math.pow(0.1, keyExprs.length));
    Operator operator =
        new HashLookupOperator(all.operator(), keyExprs, valueExprs, collations, rows);
    return Plan.of(operator, all.positions(), all.width());
  }

  private Plan virtual(Factor input, VirtualRel scan, List<RexNode> local) {
    VirtualLookup lookup = VirtualLookup.choose(scan.relation(), local, input.start());
    Operator operator =
        lookup == null
            ? VirtualScanOperator.scan(scan.relation())
            : lookup.operator(new ExprCompiler(planner, ExprCompiler.noRow(graph.width())));
    return filtered(input, Plan.identity(operator, input.width()), local);
  }

  private Plan filtered(Factor input, Plan plan, List<RexNode> local) {
    if (local.isEmpty()) {
      return plan;
    }
    int[] layout = ExprCompiler.noRow(graph.width());
    System.arraycopy(plan.positions(), 0, layout, input.start(), input.width());
    ExprCompiler compiler = new ExprCompiler(planner, layout);
    Expr condition = compiler.compileConjunction(local);
    double rows = plan.operator().estimatedRows();
    for (RexNode predicate : local) {
      rows *= Selectivity.of(predicate, this::equalitySelectivity);
    }
    Operator operator =
        new FilterOperator(
            plan.operator(), condition, graph.text().ofAll(local), compiler.subplans(), rows);
    return new Plan(operator, plan.positions(), plan.width(), plan.ordered());
  }

  /** Key columns of an access, for callers that compare orders. */
  static List<KeyColumn> keyOf(TableDef table, AccessChoice choice) {
    return choice.index() == null ? table.primaryKey() : choice.index().columns();
  }
}
