package io.dolake.sql.plan.rel;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.expr.Expr;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlKind;

/**
 * A subquery in an expression. The operands of its call are first the values that IN compares, then
 * the outer values the subquery reads, in the order of {@link #variables}.
 */
public final class SubqueryOperator extends RexOperator {
  /** What the subquery is asked for. */
  public enum Form {
    /** First column of the first row; NULL without rows. */
    SCALAR,
    EXISTS,
    /** Whether the operands equal a row. */
    IN,
    /** First row, as a list of values. */
    ROW,
    /** JSON array of the first column. */
    ARRAY
  }

  private static final AtomicLong NEXT_ID = new AtomicLong();

  private final RelNode query;
  private final Form form;
  private final boolean negated;
  private final List<Collation> collations;
  private final int[] variables;

  /**
   * @param collations for IN, of each compared column
   */
  public SubqueryOperator(
      RelNode query, Form form, boolean negated, List<Collation> collations, int[] variables) {
    super("subquery " + NEXT_ID.incrementAndGet(), SqlKind.OTHER_FUNCTION, true);
    this.query = query;
    this.form = form;
    this.negated = negated;
    this.collations = List.copyOf(collations);
    this.variables = variables;
  }

  public RelNode query() {
    return query;
  }

  public Form form() {
    return form;
  }

  public boolean negated() {
    return negated;
  }

  public List<Collation> collations() {
    return collations;
  }

  public int[] variables() {
    return variables;
  }

  @Override
  public Expr compile(Expr[] operands) {
    throw new IllegalStateException("subqueries are compiled by the physical planner");
  }
}
