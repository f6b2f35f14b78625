package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import io.dolake.sql.function.Like;
import io.dolake.sql.plan.VirtualRelation;
import io.dolake.sql.types.TextForm;
import java.util.List;

/** Rows of a virtual relation: all of them, those with given values, or those with a prefix. */
public final class VirtualScanOperator extends Operator {
  private final Expr[] values;
  private final Access access;
  private final String description;

  /** Opens the rows for values, none of which is null. */
  @FunctionalInterface
  private interface Access {
    RowSource open(ExecutionContext context, Object[] values);
  }

  private VirtualScanOperator(Expr[] values, Access access, String description, double rows) {
    super(rows, rows + 1);
    this.values = values;
    this.access = access;
    this.description = description;
  }

  public static VirtualScanOperator scan(VirtualRelation relation) {
    return new VirtualScanOperator(
        Expr.NONE,
        (context, none) -> relation.scan(context),
        "Scan " + nameOf(relation),
        relation.estimatedRowCount());
  }

  /** Rows whose columns equal the values. */
  public static VirtualScanOperator lookup(
      VirtualRelation relation, List<Integer> columns, Expr[] values, double rows) {
    StringBuilder description = new StringBuilder("Look up ").append(nameOf(relation));
    for (int column : columns) {
      description.append(" by ").append(relation.columns().get(column).name());
    }
    return new VirtualScanOperator(
        values,
        (context, keys) -> relation.lookup(context, columns, keys),
        description.toString(),
        rows);
  }

  /** Rows that may match a LIKE pattern, found by what the pattern begins with. */
  public static VirtualScanOperator lookupPrefix(
      VirtualRelation relation, int column, Expr pattern, double rows) {
    return new VirtualScanOperator(
        new Expr[] {pattern},
        (context, patterns) -> {
          String prefix = Like.prefixOf(TextForm.of(patterns[0]));
          return prefix.isEmpty()
              ? relation.scan(context)
              : relation.lookupPrefix(context, column, prefix);
        },
        "Look up " + nameOf(relation) + " by prefix of " + relation.columns().get(column).name(),
        rows);
  }

  private static String nameOf(VirtualRelation relation) {
    return relation.schema() + "." + relation.name();
  }

  @Override
  protected RowSource openSource(Frame frame) {
    return open(null, frame);
  }

  RowSource open(Object[] outerRow, Frame frame) {
    Object[] evaluated = Expr.evalAll(values, outerRow, frame);
    for (Object value : evaluated) {
      if (value == null) {
        return RowSource.EMPTY;
      }
    }
    return access.open(frame.context(), evaluated);
  }

  @Override
  public List<Operator> inputs() {
    return List.of();
  }

  @Override
  public String describe() {
    return description;
  }
}
