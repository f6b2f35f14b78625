package io.dolake.sql.plan.rel;

import io.dolake.sql.exec.Frame;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.types.Values;
import org.apache.calcite.sql.SqlKind;

/** A truth value as a BOOLEAN; as a condition it is what its operand is. */
final class BooleanOperator extends RexOperator {
  static final BooleanOperator INSTANCE = new BooleanOperator();

  private BooleanOperator() {
    super("BOOLEAN", SqlKind.OTHER_FUNCTION, true);
  }

  @Override
  public Expr compile(Expr[] operands) {
    Expr operand = operands[0];
    return new Expr() {
      @Override
      public Object eval(Object[] row, Frame frame) {
        Object value = operand.eval(row, frame);
        return value == null ? null : (Object) Values.isTrue(value);
      }

      @Override
      public boolean test(Object[] row, Frame frame) {
        return operand.test(row, frame);
      }
    };
  }
}
