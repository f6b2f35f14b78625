package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.exec.AccessPath;
import io.dolake.sql.exec.HashJoinOperator;
import io.dolake.sql.exec.IndexJoinOperator;
import io.dolake.sql.exec.JoinKeys;
import io.dolake.sql.exec.JoinKind;
import io.dolake.sql.exec.JoinSides;
import io.dolake.sql.exec.NestedLoopJoinOperator;
import io.dolake.sql.exec.Operator;
import io.dolake.sql.exec.VirtualJoinOperator;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.rel.ComparisonOperator;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.TableRel;
import io.dolake.sql.plan.rel.VirtualRel;
import io.dolake.storage.ScanDirection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Plans LEFT, RIGHT and FULL joins. A RIGHT join is a LEFT join with its sides exchanged. */
final class OuterJoinPlanner {
  private final PhysicalPlanner planner;
  private final RelNode left;
  private final RelNode right;
  private final JoinKind kind;
  private final int leftWidth;
  private final int rightWidth;
  private final boolean exchanged;
  private final List<RexNode> conditions = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  OuterJoinPlanner(PhysicalPlanner planner, Join join) {
    this.planner = planner;
    this.exchanged = join.getJoinType() == JoinRelType.RIGHT;
    this.left = exchanged ? join.getRight() : join.getLeft();
    this.right = exchanged ? join.getLeft() : join.getRight();
    this.kind = join.getJoinType() == JoinRelType.FULL ? JoinKind.FULL : JoinKind.LEFT;
    this.leftWidth = left.getRowType().getFieldCount();
    this.rightWidth = right.getRowType().getFieldCount();
    RexShape.addConjuncts(oriented(join.getCondition()), conditions);
    names.addAll(JoinGraph.namesOf(left));
    names.addAll(JoinGraph.namesOf(right));
  }

  /** The condition over this left side followed by this right side. */
  private RexNode oriented(RexNode condition) {
    if (!exchanged) {
      return condition;
    }
    return condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return Rex.column(orient(reference.getIndex()));
          }
        });
  }

  /** Position in this order of a column of the join. */
  private int orient(int column) {
    if (!exchanged) {
      return column;
    }
    return column < rightWidth ? leftWidth + column : column - rightWidth;
  }

  Plan plan(BitSet required) {
    BitSet needed = new BitSet();
    required.stream().forEach(column -> needed.set(orient(column)));
    if (hasNoEffect(needed)) {
      Plan outer = planner.plan(left, needed, List.of());
      int[] layout = Arrays.copyOf(outer.positions(), leftWidth + rightWidth);
      Arrays.fill(layout, leftWidth, layout.length, -1);
      return oriented(Plan.of(outer.operator(), layout, outer.width()));
    }
    conditions.forEach(condition -> RexShape.addColumns(condition, needed));
    return oriented(joined(needed));
  }

  /** Whether each left row gives one row whatever the right side holds, and nobody reads that. */
  private boolean hasNoEffect(BitSet needed) {
    return kind == JoinKind.LEFT
        && needed.length() <= leftWidth
        && LookupSide.of(right, conditions, leftWidth).isUnique(planner.catalog());
  }

  /** A plan of the sides in this order as one of the sides as they were written. */
  private Plan oriented(Plan joined) {
    int[] positions = ExprCompiler.noRow(leftWidth + rightWidth);
    for (int i = 0; i < positions.length; i++) {
      positions[i] = joined.positions()[orient(i)];
    }
    return Plan.of(joined.operator(), positions, joined.width());
  }

  private Plan joined(BitSet needed) {
    Plan outer = planner.plan(left, needed.get(0, leftWidth), List.of());
    if (kind == JoinKind.LEFT) {
      Plan lookup = lookupJoin(outer, needed);
      if (lookup != null) {
        return lookup;
      }
    }
    Plan inner = planner.plan(right, needed.get(leftWidth, leftWidth + rightWidth), List.of());
    int[] layout = layout(outer.positions(), inner.positions(), outer.width());
    List<RexNode> equalities = new ArrayList<>();
    List<RexNode> residual = new ArrayList<>();
    for (RexNode condition : conditions) {
      (isKey(condition) ? equalities : residual).add(condition);
    }
    ExprCompiler compiler = new ExprCompiler(planner, layout);
    Expr condition = compiler.compileConjunction(residual);
    double rows =
        Math.max(
            outer.operator().estimatedRows(),
            equalities.isEmpty()
                ? outer.operator().estimatedRows() * inner.operator().estimatedRows() * 0.3
                : inner.operator().estimatedRows());
    String text = new RexText(names).ofAll(conditions);
    JoinSides sides =
        new JoinSides(
            outer.operator(),
            inner.operator(),
            outer.width(),
            inner.width(),
            kind,
            condition,
            text,
            compiler.subplans());
    Operator operator =
        equalities.isEmpty()
            ? new NestedLoopJoinOperator(sides, rows)
            : new HashJoinOperator(sides, keys(outer, inner, equalities), rows);
    return Plan.of(operator, layout, outer.width() + inner.width());
  }

  private int[] layout(int[] outer, int[] inner, int outerWidth) {
    int[] layout = ExprCompiler.noRow(leftWidth + rightWidth);
    System.arraycopy(outer, 0, layout, 0, leftWidth);
    for (int i = 0; i < rightWidth; i++) {
      layout[leftWidth + i] = inner[i] < 0 ? -1 : outerWidth + inner[i];
    }
    return layout;
  }

  private boolean isKey(RexNode condition) {
    return Selectivity.isEquality(condition)
        && RexShape.stable(condition)
        && rightSide((RexCall) condition) != null;
  }

  /** The operand over the right side alone, when the other is over the left alone; else null. */
  private RexNode rightSide(RexCall call) {
    RexNode a = call.getOperands().get(0);
    RexNode b = call.getOperands().get(1);
    if (isLeftOnly(a) && isRightOnly(b)) {
      return b;
    }
    return isLeftOnly(b) && isRightOnly(a) ? a : null;
  }

  private boolean isLeftOnly(RexNode rex) {
    BitSet columns = RexShape.columns(rex);
    return !columns.isEmpty() && columns.length() <= leftWidth;
  }

  private boolean isRightOnly(RexNode rex) {
    return RexShape.columns(rex).nextSetBit(0) >= leftWidth;
  }

  private JoinKeys keys(Plan outer, Plan inner, List<RexNode> equalities) {
    int[] outerLayout = ExprCompiler.noRow(leftWidth + rightWidth);
    System.arraycopy(outer.positions(), 0, outerLayout, 0, leftWidth);
    int[] innerLayout = ExprCompiler.noRow(leftWidth + rightWidth);
    System.arraycopy(inner.positions(), 0, innerLayout, leftWidth, rightWidth);
    List<RexNode> leftKeys = new ArrayList<>();
    List<RexNode> rightKeys = new ArrayList<>();
    List<Collation> collations = new ArrayList<>();
    for (RexNode equality : equalities) {
      RexCall call = (RexCall) equality;
      RexNode side = rightSide(call);
      rightKeys.add(side);
      leftKeys.add(call.getOperands().get(side == call.getOperands().get(0) ? 1 : 0));
      collations.add(((ComparisonOperator) call.getOperator()).collation());
    }
    return new JoinKeys(
        new ExprCompiler(planner, outerLayout).compileAll(leftKeys),
        new ExprCompiler(planner, innerLayout).compileAll(rightKeys),
        collations.toArray(Collation[]::new));
  }

  /**
   * A left join that looks the right side up by key; null when there is no key or a scan is
   * cheaper.
   */
  private Plan lookupJoin(Plan outer, BitSet needed) {
    LookupSide side = LookupSide.of(right, conditions, leftWidth);
    List<RexNode> all = side.conditions();
    BitSet rightNeeded = needed.get(leftWidth, leftWidth + rightWidth);
    for (RexNode condition : all) {
      BitSet columns = RexShape.columns(condition);
      rightNeeded.or(columns.get(leftWidth, leftWidth + rightWidth));
    }
    int[] columns = rightNeeded.stream().toArray();
    int[] layout = ExprCompiler.noRow(leftWidth + rightWidth);
    System.arraycopy(outer.positions(), 0, layout, 0, leftWidth);
    int[] outerLayout = layout.clone();
    for (int i = 0; i < columns.length; i++) {
      layout[leftWidth + columns[i]] = outer.width() + i;
    }
    Operator operator = null;
    if (side.scan() instanceof TableRel table) {
      operator =
          indexJoin(outer, table, side.usable(), all, columns, outerLayout, layout, rightNeeded);
    } else if (side.scan() instanceof VirtualRel virtual) {
      operator = virtualJoin(outer, virtual, all, columns, outerLayout, layout);
    }
    return operator == null ? null : Plan.of(operator, layout, outer.width() + columns.length);
  }

  private Operator indexJoin(
      Plan outer,
      TableRel table,
      List<Sargable> usable,
      List<RexNode> all,
      int[] columns,
      int[] outerLayout,
      int[] layout,
      BitSet rightNeeded) {
    TableEstimates estimates = new TableEstimates(table.table(), planner.catalog());
    AccessChooser chooser = new AccessChooser(estimates, leftWidth, all);
    AccessChoice best = null;
    for (AccessChoice choice : chooser.choices(usable, rightNeeded)) {
      boolean keyed = !choice.equalities().isEmpty();
      if (keyed && (best == null || choice.cost() < best.cost())) {
        best = choice;
      }
    }
    double leftRows = outer.operator().estimatedRows();
    if (best == null || leftRows * best.cost() > estimates.rows() * 2.5 + leftRows) {
      return null;
    }
    ExprCompiler keys = new ExprCompiler(planner, outerLayout);
    RexText text = new RexText(names);
    AccessPath path =
        planner.accessPaths().of(table.table(), best, keys, ScanDirection.FORWARD, text);
    List<RexNode> residual = new ArrayList<>(all);
    residual.removeAll(FactorPlanner.consumed(best));
    ExprCompiler compiler = new ExprCompiler(planner, layout);
    Expr condition = compiler.compileConjunction(residual);
    List<Operator> subplans = new ArrayList<>(keys.subplans());
    subplans.addAll(compiler.subplans());
    return new IndexJoinOperator(
        outer.operator(),
        path,
        columns,
        condition,
        text.ofAll(residual),
        true,
        subplans,
        Math.max(leftRows, leftRows * best.rows()),
        outer.operator().estimatedCost() + leftRows * best.cost());
  }

  private Operator virtualJoin(
      Plan outer,
      VirtualRel virtual,
      List<RexNode> all,
      int[] columns,
      int[] outerLayout,
      int[] layout) {
    VirtualLookup lookup = VirtualLookup.byValues(virtual.relation(), all, leftWidth);
    if (lookup == null) {
      return null;
    }
    return new VirtualJoinOperator(
        outer.operator(),
        lookup.operator(new ExprCompiler(planner, outerLayout)),
        columns,
        new ExprCompiler(planner, layout).compileConjunction(all),
        true,
        outer.operator().estimatedRows());
  }
}
