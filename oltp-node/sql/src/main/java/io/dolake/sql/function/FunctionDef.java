package io.dolake.sql.function;

import io.dolake.common.type.ColumnType;
import io.dolake.sql.exec.Frame;
import java.util.List;
import java.util.Objects;

/**
 * A scalar function.
 *
 * @param name in lower case
 * @param maxArguments -1 for any number
 * @param argumentType what parameters without a declared type are taken for; null where nothing
 *     tells
 * @param returnType static type of the result from those of the arguments
 */
public record FunctionDef(
    String name,
    int minArguments,
    int maxArguments,
    Volatility volatility,
    ColumnType argumentType,
    ReturnType returnType,
    TypedBody typedBody) {
  public FunctionDef(
      String name,
      int minArguments,
      int maxArguments,
      Volatility volatility,
      ReturnType returnType,
      TypedBody typedBody) {
    this(name, minArguments, maxArguments, volatility, null, returnType, typedBody);
  }

  /** Gives the body for arguments of these static types, which tell JSON from other text. */
  @FunctionalInterface
  public interface TypedBody {
    Body bind(List<ColumnType> argumentTypes);
  }

  /** What the function does; arguments may be null values. Thread-safe. */
  @FunctionalInterface
  public interface Body {
    Object call(Object[] arguments, Frame frame);
  }

  /** Static type of a call. */
  @FunctionalInterface
  public interface ReturnType {
    ColumnType of(List<ColumnType> arguments);
  }

  public FunctionDef {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(returnType, "returnType");
    Objects.requireNonNull(typedBody, "typedBody");
  }

  boolean accepts(int argumentCount) {
    return argumentCount >= minArguments && (maxArguments < 0 || argumentCount <= maxArguments);
  }
}
