package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.exec.AccessPath;
import io.dolake.sql.exec.FilterOperator;
import io.dolake.sql.exec.HashJoinOperator;
import io.dolake.sql.exec.IndexJoinOperator;
import io.dolake.sql.exec.JoinKeys;
import io.dolake.sql.exec.JoinKind;
import io.dolake.sql.exec.JoinSides;
import io.dolake.sql.exec.MergeJoinOperator;
import io.dolake.sql.exec.NestedLoopJoinOperator;
import io.dolake.sql.exec.Operator;
import io.dolake.sql.exec.VirtualJoinOperator;
import io.dolake.sql.exec.VirtualScanOperator;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.physical.JoinGraph.Factor;
import io.dolake.sql.plan.rel.ComparisonOperator;
import io.dolake.sql.plan.rel.SortKey;
import io.dolake.sql.plan.rel.TableRel;
import io.dolake.sql.plan.rel.VirtualRel;
import io.dolake.storage.ScanDirection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** Plans one tree of inner joins and filters: order, methods, and where conditions are checked. */
final class JoinPlanner {
  private final PhysicalPlanner planner;
  private final JoinGraph graph;
  private final FactorPlanner factorPlanner;
  private final JoinSelectivity selectivity;
  private final List<RexNode> pending;

  /**
   * Conditions that run a subquery for each row: they wait until the joins have left the fewest.
   */
  private final List<RexNode> costly = new ArrayList<>();

  private final BitSet needed;

  /** What has been joined so far, in one space of columns. */
  private Operator operator;

  private int[] layout;
  private int width;
  private final BitSet joined = new BitSet();
  private boolean ordered;

  JoinPlanner(PhysicalPlanner planner, RelNode root) {
    this.planner = planner;
    this.graph = new JoinGraph(root);
    this.pending = new ArrayList<>(graph.conditions());
    this.needed = new BitSet();
    this.factorPlanner = new FactorPlanner(planner, graph);
    this.selectivity = new JoinSelectivity(graph, factorPlanner);
  }

  /**
   * @param required columns of the root that are needed
   * @param wanted order the caller would like, over the root's columns; honoured for one input only
   */
  Plan plan(BitSet required, List<SortKey> wanted) {
    for (int i = required.nextSetBit(0); i >= 0; i = required.nextSetBit(i + 1)) {
      RexShape.addColumns(graph.columns().get(i), needed);
    }
    graph.conditions().forEach(condition -> RexShape.addColumns(condition, needed));
    if (graph.factors().size() > 1) {
      pending.stream().filter(RexShape::runsSubqueryPerRow).forEach(costly::add);
      pending.removeAll(costly);
    }
    joinAll(order(), wanted);
    pending.addAll(costly);
    if (!pending.isEmpty()) {
      operator = filter(operator, pending);
    }
    int[] positions = new int[graph.columns().size()];
    Arrays.fill(positions, -1);
    for (int i = 0; i < positions.length; i++) {
      if (required.get(i)) {
        positions[i] = layout[((RexInputRef) graph.columns().get(i)).getIndex()];
      }
    }
    return new Plan(operator, positions, width, ordered);
  }

  private void joinAll(int[] order, List<SortKey> wanted) {
    if (order.length == 1) {
      start(order[0], wantedOf(wanted));
      return;
    }
    MergeChoice merge = mergeChoice(order[0], order[1]);
    start(order[0], merge == null ? List.of() : List.of(merge.leftOrder()));
    for (int at = 1; at < order.length; at++) {
      if (at == 1 && merge != null) {
        mergeJoin(order[at], merge);
      } else {
        join(order[at]);
      }
    }
  }

  private List<SortKey> wantedOf(List<SortKey> wanted) {
    List<SortKey> keys = new ArrayList<>();
    for (SortKey key : wanted) {
      int column = ((RexInputRef) graph.columns().get(key.column())).getIndex();
      keys.add(new SortKey(column, key.descending(), key.nullsFirst()));
    }
    return keys;
  }

  private int[] order() {
    List<Factor> factors = graph.factors();
    if (factors.size() == 1) {
      return new int[] {0};
    }
    List<JoinOrder.Input> inputs = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      inputs.add(factorPlanner.estimate(i, localConditions(i), needed));
    }
    return new JoinOrder(inputs, selectivity.edges(pending), this::lookupCost).best();
  }

  private double lookupCost(int factor, BitSet available) {
    AccessChoice choice = lookupChoice(factor, available);
    if (choice == null) {
      boolean virtual = virtualLookup(factor, available) != null;
      return virtual ? 3 : Double.POSITIVE_INFINITY;
    }
    return choice.cost();
  }

  private List<RexNode> localConditions(int factor) {
    List<RexNode> local = new ArrayList<>();
    for (RexNode condition : pending) {
      BitSet read = graph.factorsOf(condition);
      if (read.cardinality() == 1 && read.get(factor)) {
        local.add(condition);
      }
    }
    return local;
  }

  private void start(int factor, List<SortKey> wanted) {
    List<RexNode> local = localConditions(factor);
    pending.removeAll(local);
    List<RexNode> free = new ArrayList<>();
    for (RexNode condition : pending) {
      if (graph.factorsOf(condition).isEmpty()) {
        free.add(condition);
      }
    }
    pending.removeAll(free);
    local.addAll(0, free);
    use(factorPlanner.plan(factor, local, needed, wanted), factor);
  }

  private void use(Plan plan, int factor) {
    operator = plan.operator();
    layout = new int[graph.width()];
    Arrays.fill(layout, -1);
    place(plan.positions(), factor, 0);
    width = plan.width();
    ordered = plan.ordered();
    joined.set(factor);
  }

  private void place(int[] positions, int factor, int offset) {
    int start = graph.factors().get(factor).start();
    for (int i = 0; i < positions.length; i++) {
      layout[start + i] = positions[i] < 0 ? -1 : positions[i] + offset;
    }
  }

  private void join(int factor) {
    List<RexNode> applicable = applicable(factor, joined);
    AccessChoice lookup = lookupChoice(factor, joined);
    List<RexNode> local = localConditions(factor);
    JoinOrder.Input scanned = factorPlanner.estimate(factor, local, needed);
    List<RexNode> equalities = hashKeys(applicable, factor);
    double rows = operator.estimatedRows();
    double scanCost =
        equalities.isEmpty()
            ? scanned.scanCost() + rows * scanned.rows() * 0.3
            : scanned.scanCost() + scanned.rows() * 1.5 + rows;
    double resultRows = resultRows(scanned.rows(), applicable);
    if (lookup != null && rows * lookup.cost() <= scanCost) {
      indexJoin(factor, lookup, applicable, local, resultRows);
    } else if (virtualLookup(factor, joined) != null) {
      virtualJoin(factor, applicable, local, resultRows);
    } else {
      pending.removeAll(local);
      Plan right = factorPlanner.plan(factor, local, needed, List.of());
      if (equalities.isEmpty()) {
        nestedLoop(factor, right, applicable, resultRows);
      } else {
        keyedJoin(factor, right, equalities, applicable, resultRows, HashJoinOperator::new);
      }
    }
    joined.set(factor);
    ordered = false;
  }

  private double resultRows(double scannedRows, List<RexNode> applicable) {
    return Math.max(operator.estimatedRows() * scannedRows * selectivity.of(applicable), 0.01);
  }

  /** A merge of the first two inputs, if nothing else joins them cheaper; or null. */
  private MergeChoice mergeChoice(int first, int second) {
    BitSet before = new BitSet();
    before.set(first);
    List<RexNode> equalities = hashKeys(applicable(second, before), second);
    if (equalities.size() != 1) {
      return null;
    }
    List<RexNode> leftLocal = localConditions(first);
    List<RexNode> rightLocal = localConditions(second);
    MergeChoice merge =
        MergeChoice.find(
            graph, factorPlanner, first, second, equalities.get(0), leftLocal, rightLocal, needed);
    if (merge == null) {
      return null;
    }
    JoinOrder.Input left = factorPlanner.estimate(first, leftLocal, needed);
    JoinOrder.Input right = factorPlanner.estimate(second, rightLocal, needed);
    double byHash = left.scanCost() + right.scanCost() + right.rows() * 1.5 + left.rows();
    double byLookup = left.scanCost() + left.rows() * lookupCost(second, before);
    return merge.cost() <= Math.min(byHash, byLookup) ? merge : null;
  }

  private void mergeJoin(int factor, MergeChoice merge) {
    List<RexNode> applicable = applicable(factor, joined);
    Plan right = merge.right();
    double rows = resultRows(right.operator().estimatedRows(), applicable);
    pending.removeAll(localConditions(factor));
    keyedJoin(factor, right, List.of(merge.equality()), applicable, rows, MergeJoinOperator::new);
    joined.set(factor);
    ordered = false;
  }

  /** Conditions between the factor and what is joined before it. */
  private List<RexNode> applicable(int factor, BitSet before) {
    List<RexNode> applicable = new ArrayList<>();
    for (RexNode condition : pending) {
      BitSet read = graph.factorsOf(condition);
      if (read.get(factor) && read.cardinality() > 1) {
        read.clear(factor);
        read.andNot(before);
        if (read.isEmpty()) {
          applicable.add(condition);
        }
      }
    }
    return applicable;
  }

  private AccessChoice lookupChoice(int factor, BitSet available) {
    Factor input = graph.factors().get(factor);
    if (!(input.rel() instanceof TableRel)) {
      return null;
    }
    List<Sargable> usable = new ArrayList<>();
    boolean reachesOut = false;
    for (RexNode condition : pending) {
      BitSet read = graph.factorsOf(condition);
      if (!read.get(factor)) {
        continue;
      }
      boolean local = read.cardinality() == 1;
      read.clear(factor);
      read.andNot(available);
      Sargable sargable =
          read.isEmpty() ? Sargable.ofTerm(condition, input.start(), input.end()) : null;
      if (sargable != null) {
        usable.add(sargable);
        reachesOut |= !local;
      }
    }
    if (!reachesOut) {
      return null;
    }
    return factorPlanner.lookup(factor, usable, localConditions(factor), needed, available);
  }

  private void indexJoin(
      int factor,
      AccessChoice choice,
      List<RexNode> applicable,
      List<RexNode> local,
      double resultRows) {
    Factor input = graph.factors().get(factor);
    ExprCompiler keys = new ExprCompiler(planner, layout.clone());
    AccessPath path =
        planner
            .accessPaths()
            .of(
                ((TableRel) input.rel()).table(),
                choice,
                keys,
                ScanDirection.FORWARD,
                graph.text());
    int[] columns = FactorPlanner.columnsOf(input, needed);
    int leftWidth = width;
    appendColumns(input, columns);
    List<RexNode> residual = new ArrayList<>(applicable);
    residual.addAll(local);
    pending.removeAll(residual);
    residual.removeAll(FactorPlanner.consumed(choice));
    ExprCompiler compiler = new ExprCompiler(planner, layout);
    Expr condition = compiler.compileConjunction(residual);
    List<Operator> subplans = new ArrayList<>(keys.subplans());
    subplans.addAll(compiler.subplans());
    operator =
        new IndexJoinOperator(
            operator,
            path,
            columns,
            condition,
            graph.text().ofAll(residual),
            false,
            subplans,
            resultRows,
            operator.estimatedCost() + operator.estimatedRows() * choice.cost());
    width = leftWidth + columns.length;
  }

  private void appendColumns(Factor input, int[] columns) {
    for (int i = 0; i < columns.length; i++) {
      layout[input.start() + columns[i]] = width + i;
    }
  }

  private VirtualLookup virtualLookup(int factor, BitSet available) {
    Factor input = graph.factors().get(factor);
    if (!(input.rel() instanceof VirtualRel scan)) {
      return null;
    }
    List<RexNode> usable = new ArrayList<>();
    for (RexNode condition : pending) {
      BitSet read = graph.factorsOf(condition);
      if (read.get(factor)) {
        read.clear(factor);
        read.andNot(available);
        if (read.isEmpty()) {
          usable.add(condition);
        }
      }
    }
    return VirtualLookup.byValues(scan.relation(), usable, input.start());
  }

  private void virtualJoin(
      int factor, List<RexNode> applicable, List<RexNode> local, double resultRows) {
    Factor input = graph.factors().get(factor);
    VirtualLookup lookup = virtualLookup(factor, joined);
    ExprCompiler keys = new ExprCompiler(planner, layout.clone());
    VirtualScanOperator scan = lookup.operator(keys);
    int[] columns = FactorPlanner.columnsOf(input, needed);
    int leftWidth = width;
    appendColumns(input, columns);
    List<RexNode> residual = new ArrayList<>(applicable);
    residual.addAll(local);
    pending.removeAll(residual);
    Expr condition = new ExprCompiler(planner, layout).compileConjunction(residual);
    operator = new VirtualJoinOperator(operator, scan, columns, condition, false, resultRows);
    width = leftWidth + columns.length;
  }

  /** Equalities with one side over what is joined and the other over the factor. */
  private List<RexNode> hashKeys(List<RexNode> applicable, int factor) {
    List<RexNode> keys = new ArrayList<>();
    for (RexNode condition : applicable) {
      if (Selectivity.isEquality(condition) && RexShape.stable(condition)) {
        RexCall call = (RexCall) condition;
        if (sideOf(call, factor) != null) {
          keys.add(condition);
        }
      }
    }
    return keys;
  }

  /** The operand over the factor alone, when the other is over the rest alone; else null. */
  private RexNode sideOf(RexCall call, int factor) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    BitSet leftReads = graph.factorsOf(left);
    BitSet rightReads = graph.factorsOf(right);
    if (isOnly(leftReads, factor) && !rightReads.get(factor) && !rightReads.isEmpty()) {
      return left;
    }
    boolean mirrored = isOnly(rightReads, factor) && !leftReads.get(factor) && !leftReads.isEmpty();
    return mirrored ? right : null;
  }

  private static boolean isOnly(BitSet reads, int factor) {
    return reads.cardinality() == 1 && reads.get(factor);
  }

  /** Makes an operator that joins by keys. */
  @FunctionalInterface
  private interface KeyedJoin {
    Operator of(JoinSides sides, JoinKeys keys, double rows);
  }

  private void keyedJoin(
      int factor,
      Plan right,
      List<RexNode> equalities,
      List<RexNode> applicable,
      double rows,
      KeyedJoin method) {
    List<RexNode> leftKeys = new ArrayList<>();
    List<RexNode> rightKeys = new ArrayList<>();
    List<Collation> collations = new ArrayList<>();
    for (RexNode equality : equalities) {
      RexCall call = (RexCall) equality;
      RexNode side = sideOf(call, factor);
      rightKeys.add(side);
      leftKeys.add(call.getOperands().get(side == call.getOperands().get(0) ? 1 : 0));
      collations.add(((ComparisonOperator) call.getOperator()).collation());
    }
    Expr[] left = new ExprCompiler(planner, layout.clone()).compileAll(leftKeys);
    int[] rightLayout = ExprCompiler.noRow(graph.width());
    int start = graph.factors().get(factor).start();
    System.arraycopy(right.positions(), 0, rightLayout, start, right.positions().length);
    Expr[] rightExprs = new ExprCompiler(planner, rightLayout).compileAll(rightKeys);
    place(right.positions(), factor, width);
    List<RexNode> residual = new ArrayList<>(applicable);
    residual.removeAll(equalities);
    JoinKeys keys = new JoinKeys(left, rightExprs, collations.toArray(Collation[]::new));
    operator = method.of(sides(right, residual, applicable), keys, rows);
    width += right.width();
  }

  private void nestedLoop(int factor, Plan right, List<RexNode> applicable, double rows) {
    place(right.positions(), factor, width);
    operator = new NestedLoopJoinOperator(sides(right, applicable, applicable), rows);
    width += right.width();
  }

  /**
   * @param residual conditions that are checked on joined rows, of those that are applicable now
   */
  private JoinSides sides(Plan right, List<RexNode> residual, List<RexNode> applicable) {
    pending.removeAll(applicable);
    ExprCompiler compiler = new ExprCompiler(planner, layout);
    Expr condition = compiler.compileConjunction(residual);
    return new JoinSides(
        operator,
        right.operator(),
        width,
        right.width(),
        JoinKind.INNER,
        condition,
        graph.text().ofAll(applicable),
        compiler.subplans());
  }

  private Operator filter(Operator input, List<RexNode> conditions) {
    ExprCompiler compiler = new ExprCompiler(planner, layout);
    Expr condition = compiler.compileConjunction(conditions);
    return new FilterOperator(
        input,
        condition,
        graph.text().ofAll(conditions),
        compiler.subplans(),
        input.estimatedRows() * 0.5);
  }
}
