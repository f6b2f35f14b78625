package io.dolake.sql.plan.physical;

import io.dolake.common.catalog.Catalog;
import io.dolake.sql.exec.LateralJoinOperator;
import io.dolake.sql.exec.LimitOperator;
import io.dolake.sql.exec.LockOperator;
import io.dolake.sql.exec.Operator;
import io.dolake.sql.exec.ProjectOperator;
import io.dolake.sql.exec.RecursiveOperator;
import io.dolake.sql.exec.SetOperator;
import io.dolake.sql.exec.SharedOperator;
import io.dolake.sql.exec.SortOperator;
import io.dolake.sql.exec.SortOrder;
import io.dolake.sql.exec.TableFunctionOperator;
import io.dolake.sql.exec.ValuesOperator;
import io.dolake.sql.exec.WindowOperator;
import io.dolake.sql.exec.WorkTableOperator;
import io.dolake.sql.exec.window.WindowSpec;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.plan.rel.LateralRel;
import io.dolake.sql.plan.rel.LockRel;
import io.dolake.sql.plan.rel.OrderRel;
import io.dolake.sql.plan.rel.ParameterOperator;
import io.dolake.sql.plan.rel.RecursiveRel;
import io.dolake.sql.plan.rel.Rex;
import io.dolake.sql.plan.rel.RexOperator;
import io.dolake.sql.plan.rel.RowsRel;
import io.dolake.sql.plan.rel.SharedQuery;
import io.dolake.sql.plan.rel.SharedRel;
import io.dolake.sql.plan.rel.SortKey;
import io.dolake.sql.plan.rel.SubqueryOperator;
import io.dolake.sql.plan.rel.TableFunctionRel;
import io.dolake.sql.plan.rel.WindowRel;
import io.dolake.sql.plan.rel.WorkTableRel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** Chooses operators for a relational tree. One for each statement; used by one thread. */
public final class PhysicalPlanner {
  private final Catalog catalog;
  private final AccessPaths accessPaths = new AccessPaths(this);
  private final Map<SharedQuery, Operator> sharedQueries = new IdentityHashMap<>();
  private final Map<SubqueryOperator, Operator> subqueries = new IdentityHashMap<>();

  public PhysicalPlanner(Catalog catalog) {
    this.catalog = catalog;
  }

  Catalog catalog() {
    return catalog;
  }

  AccessPaths accessPaths() {
    return accessPaths;
  }

  /** A whole query; its rows are the tree's columns. */
  public Operator planQuery(RelNode rel) {
    RelNode optimized = Optimizer.optimize(rel);
    return planExact(optimized, Plan.all(optimized.getRowType().getFieldCount()));
  }

  /** An expression over rows laid out as its columns are numbered. */
  public Expr compile(RexNode rex, int columnCount) {
    int[] positions = new int[columnCount];
    for (int i = 0; i < columnCount; i++) {
      positions[i] = i;
    }
    return new ExprCompiler(this, positions).compile(rex);
  }

  /** Whether an expression reads nothing but its row: no parameter, clock or subquery. */
  public static boolean dependsOnRowOnly(RexNode rex) {
    if (!(rex instanceof RexCall call)) {
      return true;
    }
    boolean outside =
        call.getOperator() instanceof ParameterOperator
            || call.getOperator() instanceof SubqueryOperator
            || (call.getOperator() instanceof RexOperator operator && !operator.isPure());
    return !outside && call.getOperands().stream().allMatch(PhysicalPlanner::dependsOnRowOnly);
  }

  Operator planSubquery(SubqueryOperator subquery) {
    Operator known = subqueries.get(subquery);
    if (known == null) {
      RelNode optimized = Optimizer.optimize(subquery.query());
      boolean exists = subquery.form() == SubqueryOperator.Form.EXISTS;
      int width = exists ? 0 : optimized.getRowType().getFieldCount();
      known = planExact(optimized, Plan.all(width));
      subqueries.put(subquery, known);
    }
    return known;
  }

  /** An operator whose rows are exactly the required columns, in order. */
  Operator planExact(RelNode rel, BitSet required) {
    Plan plan = plan(rel, required, List.of());
    int[] columns = required.stream().map(column -> plan.positions()[column]).toArray();
    boolean exact = columns.length == plan.width();
    for (int i = 0; i < columns.length && exact; i++) {
      exact = columns[i] == i;
    }
    if (exact) {
      return plan.operator();
    }
    Expr[] picks = new Expr[columns.length];
    for (int i = 0; i < picks.length; i++) {
      picks[i] = Expr.column(columns[i]);
    }
    return new ProjectOperator(plan.operator(), picks, picks.length + " columns", List.of());
  }

  /**
   * @param wanted order the caller would like; a plan that gives it says so
   */
  Plan plan(RelNode rel, BitSet required, List<SortKey> wanted) {
    if (rel instanceof LogicalProject project && !isRenaming(project)) {
      return project(project, required, wanted);
    }
    if (rel instanceof Join join && join.getJoinType() != JoinRelType.INNER) {
      return new OuterJoinPlanner(this, join).plan(required);
    }
    if (rel instanceof Aggregate aggregate) {
      return new AggregatePlanner(this, aggregate).plan(required);
    }
    if (rel instanceof OrderRel order) {
      return order(order, required, wanted);
    }
    if (rel instanceof LockRel lock) {
      return lock(lock, required, wanted);
    }
    if (rel instanceof SetOp setOp) {
      return setOperation(setOp, required);
    }
    if (rel instanceof WindowRel window) {
      return window(window, required);
    }
    if (rel instanceof LateralRel lateral) {
      return lateral(lateral, required);
    }
    if (rel instanceof RecursiveRel recursive) {
      return recursive(recursive);
    }
    Plan leaf = leaf(rel);
    return leaf != null ? leaf : new JoinPlanner(this, rel).plan(required, wanted);
  }

  /** Plans of nodes without inputs, tables aside. */
  private Plan leaf(RelNode rel) {
    int width = rel.getRowType().getFieldCount();
    if (rel instanceof RowsRel rows) {
      ExprCompiler compiler = new ExprCompiler(this, ExprCompiler.noRow(0));
      Expr[][] values = new Expr[rows.rows().size()][];
      for (int i = 0; i < values.length; i++) {
        values[i] = compiler.compileAll(rows.rows().get(i));
      }
      return Plan.identity(new ValuesOperator(values), width);
    }
    if (rel instanceof TableFunctionRel function) {
      Expr[] arguments =
          new ExprCompiler(this, ExprCompiler.noRow(0)).compileAll(function.expressions());
      return Plan.identity(new TableFunctionOperator(function.function(), arguments), width);
    }
    if (rel instanceof WorkTableRel work) {
      return Plan.identity(new WorkTableOperator(work.workTable(), work.workTable().name()), width);
    }
    if (rel instanceof SharedRel shared) {
      Operator query = sharedQueries.get(shared.query());
      if (query == null) {
        query = planQuery(shared.query().rel());
        sharedQueries.put(shared.query(), query);
      }
      return Plan.identity(new SharedOperator(shared.query(), shared.query().name(), query), width);
    }
    return null;
  }

  private static boolean isRenaming(LogicalProject project) {
    return project.getProjects().stream().allMatch(RexInputRef.class::isInstance);
  }

  private Plan project(LogicalProject project, BitSet required, List<SortKey> wanted) {
    List<RexNode> expressions = new ArrayList<>();
    BitSet needed = new BitSet();
    int[] positions = ExprCompiler.noRow(project.getProjects().size());
    for (int i = required.nextSetBit(0); i >= 0; i = required.nextSetBit(i + 1)) {
      positions[i] = expressions.size();
      expressions.add(project.getProjects().get(i));
      RexShape.addColumns(project.getProjects().get(i), needed);
    }
    Plan input = plan(project.getInput(), needed, below(project, wanted));
    ExprCompiler compiler = new ExprCompiler(this, input.positions());
    Expr[] compiled = compiler.compileAll(expressions);
    List<String> names = new ArrayList<>();
    RexText text = new RexText(List.of());
    expressions.forEach(expression -> names.add(text.of(expression)));
    Operator operator =
        new ProjectOperator(
            input.operator(), compiled, String.join(", ", names), compiler.subplans());
    return new Plan(operator, positions, compiled.length, input.ordered());
  }

  /** The order wanted of a projection's input; none when a key is computed. */
  private static List<SortKey> below(LogicalProject project, List<SortKey> wanted) {
    List<SortKey> keys = new ArrayList<>();
    for (SortKey key : wanted) {
      if (!(project.getProjects().get(key.column()) instanceof RexInputRef reference)) {
        return List.of();
      }
      keys.add(new SortKey(reference.getIndex(), key.descending(), key.nullsFirst()));
    }
    return keys;
  }

  private Plan order(OrderRel order, BitSet required, List<SortKey> wanted) {
    BitSet needed = (BitSet) required.clone();
    order.keys().forEach(key -> needed.set(key.column()));
    Plan input = plan(order.getInput(), needed, order.keys());
    ExprCompiler compiler = new ExprCompiler(this, ExprCompiler.noRow(0));
    Expr offset = order.offset() == null ? null : compiler.compile(order.offset());
    Expr fetch = order.fetch() == null ? null : compiler.compile(order.fetch());
    Operator operator = input.operator();
    if (order.keys().isEmpty() || input.ordered()) {
      if (offset != null || fetch != null) {
        operator = new LimitOperator(operator, offset, fetch, limitGuess(order));
      }
    } else {
      operator = new SortOperator(operator, sortOrder(order.keys(), input), offset, fetch);
    }
    boolean asWanted =
        !wanted.isEmpty()
            && order.keys().size() >= wanted.size()
            && order.keys().subList(0, wanted.size()).equals(wanted);
    return new Plan(operator, input.positions(), input.width(), asWanted);
  }

  private Plan lock(LockRel lock, BitSet required, List<SortKey> wanted) {
    BitSet needed = (BitSet) required.clone();
    lock.targets().forEach(target -> target.keyColumns().forEach(needed::set));
    Plan input = plan(lock.getInput(), needed, wanted);
    List<LockOperator.Target> targets = new ArrayList<>();
    for (LockRel.Target target : lock.targets()) {
      int[] columns =
          target.keyColumns().stream().mapToInt(column -> input.positions()[column]).toArray();
      targets.add(
          new LockOperator.Target(target.table(), target.name(), columns, target.ifLocked()));
    }
    return new Plan(
        new LockOperator(input.operator(), targets),
        input.positions(),
        input.width(),
        input.ordered());
  }

  private static double limitGuess(OrderRel order) {
    boolean known = order.fetch() != null && Rex.isConstant(order.fetch());
    return known && Rex.constantValue(order.fetch()) instanceof Long limit && limit >= 0
        ? limit
        : Double.MAX_VALUE;
  }

  private static SortOrder sortOrder(List<SortKey> keys, Plan input) {
    int[] columns = new int[keys.size()];
    boolean[] descending = new boolean[keys.size()];
    boolean[] nullsFirst = new boolean[keys.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = input.positions()[keys.get(i).column()];
      descending[i] = keys.get(i).descending();
      nullsFirst[i] = keys.get(i).nullsFirst();
    }
    return new SortOrder(columns, descending, nullsFirst);
  }

  private Plan setOperation(SetOp setOp, BitSet required) {
    int width = setOp.getRowType().getFieldCount();
    boolean onlyAppends = setOp instanceof Union && setOp.all;
    BitSet needed = onlyAppends ? required : Plan.all(width);
    List<Operator> inputs = new ArrayList<>();
    for (RelNode input : setOp.getInputs()) {
      inputs.add(planExact(input, needed));
    }
    Operator operator = new SetOperator(kindOf(setOp), inputs);
    int[] positions = ExprCompiler.noRow(width);
    int at = 0;
    for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
      positions[i] = at++;
    }
    return Plan.of(operator, positions, at);
  }

  private static SetOperator.Kind kindOf(SetOp setOp) {
    if (setOp instanceof Union) {
      return setOp.all ? SetOperator.Kind.UNION_ALL : SetOperator.Kind.UNION;
    }
    if (setOp instanceof Intersect) {
      return setOp.all ? SetOperator.Kind.INTERSECT_ALL : SetOperator.Kind.INTERSECT;
    }
    if (setOp instanceof Minus) {
      return setOp.all ? SetOperator.Kind.EXCEPT_ALL : SetOperator.Kind.EXCEPT;
    }
    throw new IllegalStateException("no plan for " + setOp);
  }

  private Plan window(WindowRel window, BitSet required) {
    int inputWidth = window.getInput().getRowType().getFieldCount();
    BitSet needed = required.get(0, inputWidth);
    window.expressions().forEach(expression -> RexShape.addColumns(expression, needed));
    Plan input = plan(window.getInput(), needed, List.of());
    ExprCompiler compiler = new ExprCompiler(this, input.positions());
    WindowSpec[] specs = new WindowSpec[window.calls().size()];
    Expr[][] operands = new Expr[specs.length][];
    for (int i = 0; i < specs.length; i++) {
      specs[i] = window.calls().get(i).spec();
      operands[i] = compiler.compileAll(window.calls().get(i).operands());
    }
    Operator operator = new WindowOperator(input.operator(), input.width(), specs, operands);
    int[] positions = ExprCompiler.noRow(inputWidth + specs.length);
    System.arraycopy(input.positions(), 0, positions, 0, inputWidth);
    for (int i = 0; i < specs.length; i++) {
      positions[inputWidth + i] = input.width() + i;
    }
    return Plan.of(operator, positions, input.width() + specs.length);
  }

  private Plan lateral(LateralRel lateral, BitSet required) {
    int leftWidth = lateral.getLeft().getRowType().getFieldCount();
    int rightWidth = lateral.getRight().getRowType().getFieldCount();
    BitSet needed = (BitSet) required.clone();
    RexShape.addColumns(lateral.condition(), needed);
    BitSet leftNeeded = needed.get(0, leftWidth);
    lateral.values().forEach(value -> RexShape.addColumns(value, leftNeeded));
    Plan left = plan(lateral.getLeft(), leftNeeded, List.of());
    Plan right = plan(lateral.getRight(), needed.get(leftWidth, leftWidth + rightWidth), List.of());
    Expr[] values = new ExprCompiler(this, left.positions()).compileAll(lateral.values());
    int[] positions = ExprCompiler.noRow(leftWidth + rightWidth);
    System.arraycopy(left.positions(), 0, positions, 0, leftWidth);
    for (int i = 0; i < rightWidth; i++) {
      int position = right.positions()[i];
      positions[leftWidth + i] = position < 0 ? -1 : left.width() + position;
    }
    List<RexNode> conditions = new ArrayList<>();
    RexShape.addConjuncts(lateral.condition(), conditions);
    Expr condition = new ExprCompiler(this, positions).compileConjunction(conditions);
    Operator operator =
        new LateralJoinOperator(
            left.operator(),
            right.operator(),
            lateral.variables(),
            values,
            condition,
            lateral.outer(),
            right.width());
    return Plan.of(operator, positions, left.width() + right.width());
  }

  private Plan recursive(RecursiveRel recursive) {
    int width = recursive.getRowType().getFieldCount();
    Operator seed = planExact(recursive.getLeft(), Plan.all(width));
    Operator step = planExact(recursive.getRight(), Plan.all(width));
    SortOrder order =
        recursive.order().isEmpty()
            ? null
            : sortOrder(recursive.order(), Plan.identity(seed, width));
    Operator operator =
        new RecursiveOperator(seed, step, recursive.workTable(), recursive.distinct(), order);
    return Plan.identity(operator, width);
  }
}
