package io.dolake.sql.plan.rel;

import io.dolake.sql.exec.window.WindowSpec;
import io.dolake.sql.expr.Expr;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.sql.SqlKind;

/**
 * A window call while its query is bound: a placeholder that becomes a column of a {@link
 * WindowRel}. Its operands are laid out as {@link WindowSpec} says.
 */
public final class WindowCallOperator extends RexOperator {
  private static final AtomicLong NEXT_ID = new AtomicLong();

  private final WindowSpec spec;

  public WindowCallOperator(WindowSpec spec) {
    super(spec.functionName() + " over#" + NEXT_ID.incrementAndGet(), SqlKind.OTHER_FUNCTION, true);
    this.spec = spec;
  }

  public WindowSpec spec() {
    return spec;
  }

  @Override
  public Expr compile(Expr[] operands) {
    throw new IllegalStateException("window function outside of a window: " + getName());
  }
}
