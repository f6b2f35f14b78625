package io.dolake.sql.exec;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.NumericText;
import java.util.List;

/** LIMIT and OFFSET; a negative limit is none. */
public final class LimitOperator extends Operator {
  private final Operator input;
  private final Expr offset;
  private final Expr fetch;

  /**
   * @param offset may be null
   * @param fetch may be null
   */
  public LimitOperator(Operator input, Expr offset, Expr fetch, double rows) {
    super(Math.min(rows, input.estimatedRows()), input.estimatedCost());
    this.input = input;
    this.offset = offset;
    this.fetch = fetch;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    long skip = Math.max(0, evaluate(offset, 0, frame));
    long limit = evaluate(fetch, -1, frame);
    if (limit == 0) {
      return RowSource.EMPTY;
    }
    RowSource source = input.open(frame);
    return new RowSource() {
      private long toSkip = skip;
      private long left = limit < 0 ? Long.MAX_VALUE : limit;

      @Override
      public Object[] next() {
        while (toSkip > 0) {
          if (source.next() == null) {
            left = 0;
            return null;
          }
          toSkip--;
        }
        return left-- > 0 ? source.next() : null;
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }

  /** A limit or offset; {@code whenAbsent} without expression, and for NULL as in PostgreSQL. */
  static long evaluate(Expr expression, long whenAbsent, Frame frame) {
    Object value = expression == null ? null : expression.eval(null, frame);
    if (value == null) {
      return whenAbsent;
    }
    Object number = value instanceof String text ? NumericText.parseWhole(text) : value;
    boolean whole =
        number instanceof Long || (number instanceof Double real && real == Math.rint(real));
    if (!whole) {
      throw new DoLakeException(
          ErrorCode.DATATYPE_MISMATCH, "datatype mismatch: LIMIT and OFFSET must be integers");
    }
    return Arithmetic.toLong(number);
  }

  @Override
  public List<Operator> inputs() {
    return List.of(input);
  }

  @Override
  public String describe() {
    return "Limit";
  }
}
