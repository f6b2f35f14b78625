package io.dolake.sql.plan.rel;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.expr.Conditions;
import io.dolake.sql.expr.Expr;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlKind;

/** {@code x IN (constants)}, whose affinity has been applied to the constants. */
public final class InSetOperator extends RexOperator {
  private final boolean negated;
  private final Collation collation;
  private final List<Object> constants;

  public InSetOperator(boolean negated, Collation collation, List<Object> constants) {
    super(nameOf(negated, collation, constants), SqlKind.OTHER_FUNCTION, true);
    this.negated = negated;
    this.collation = collation;
    this.constants = Collections.unmodifiableList(constants);
  }

  public boolean negated() {
    return negated;
  }

  public Collation collation() {
    return collation;
  }

  public List<Object> constants() {
    return constants;
  }

  @Override
  public Expr compile(Expr[] operands) {
    return Conditions.inConstants(negated, collation, operands[0], constants);
  }

  private static String nameOf(boolean negated, Collation collation, List<Object> constants) {
    String list =
        constants.stream()
            .map(constant -> new ConstantOperator(constant).getName())
            .collect(Collectors.joining(", "));
    return (negated ? "NOT IN (" : "IN (") + list + ") " + collation;
  }
}
