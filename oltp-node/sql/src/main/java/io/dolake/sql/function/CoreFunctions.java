package io.dolake.sql.function;

import io.dolake.common.catalog.Collation;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.ResultTypes;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import java.math.BigDecimal;
import java.util.concurrent.ThreadLocalRandom;

/** SQLite's scalar functions that are about values of any class. */
final class CoreFunctions {
  private static final int MAX_BLOB_BYTES = 64 << 20;

  private CoreFunctions() {}

  static void register(FunctionRegistry registry) {
    registry.pure("coalesce", 2, -1, ResultTypes::common, (args, frame) -> coalesce(args));
    registry.pure("ifnull", 2, 2, ResultTypes::common, (args, frame) -> coalesce(args));
    registry.pure("nullif", 2, 2, types -> types.get(0), (args, frame) -> nullIf(args));
    registry.pure(
        "iif",
        2,
        3,
        types -> ResultTypes.common(types.subList(1, types.size())),
        (args, frame) -> Values.isTrue(args[0]) ? args[1] : args.length > 2 ? args[2] : null);
    registry.pure(
        "if",
        2,
        3,
        types -> ResultTypes.common(types.subList(1, types.size())),
        (args, frame) -> Values.isTrue(args[0]) ? args[1] : args.length > 2 ? args[2] : null);
    registry.pure("min", 2, -1, ResultTypes::common, (args, frame) -> extreme(args, -1));
    registry.pure("max", 2, -1, ResultTypes::common, (args, frame) -> extreme(args, 1));
    registry.pure("least", 1, -1, ResultTypes::common, (args, f) -> known(args, -1));
    registry.pure("greatest", 1, -1, ResultTypes::common, (args, f) -> known(args, 1));
    registry.pure("typeof", 1, 1, ColumnType.TEXT, (args, frame) -> Values.typeName(args[0]));
    registry.pure(
        "abs", 1, 1, types -> ResultTypes.ofNumber(types.get(0)), (args, frame) -> abs(args[0]));
    registry.pure("likely", 1, 1, types -> types.get(0), (args, frame) -> args[0]);
    registry.pure("unlikely", 1, 1, types -> types.get(0), (args, frame) -> args[0]);
    registry.pure("likelihood", 2, 2, types -> types.get(0), (args, frame) -> args[0]);
    registry.pure("zeroblob", 1, 1, ColumnType.BLOB, (args, frame) -> blobOf(args[0]));
    registry.volatileFunction(
        "random", 0, 0, ColumnType.INTEGER, (args, f) -> ThreadLocalRandom.current().nextLong());
    registry.volatileFunction(
        "randomblob", 1, 1, ColumnType.BLOB, (args, frame) -> randomBlob(args[0]));
  }

  private static Object coalesce(Object[] args) {
    for (Object arg : args) {
      if (arg != null) {
        return arg;
      }
    }
    return null;
  }

  private static Object nullIf(Object[] args) {
    boolean equal =
        args[0] != null
            && args[1] != null
            && Values.compare(args[0], args[1], Collation.BINARY) == 0;
    return equal ? null : args[0];
  }

  private static Object extreme(Object[] args, int sign) {
    Object best = null;
    for (Object arg : args) {
      if (arg == null) {
        return null;
      }
      int order = best == null ? 1 : Values.compare(arg, best, Collation.BINARY) * sign;
      // Of equal values, such as 1 and 1.0, SQLite takes the last for min and the first for max.
      if (order > 0 || (order == 0 && sign < 0)) {
        best = arg;
      }
    }
    return best;
  }

  private static Object known(Object[] args, int sign) {
    Object best = null;
    for (Object arg : args) {
      boolean better =
          arg != null && (best == null || Values.compare(arg, best, Collation.BINARY) * sign > 0);
      best = better ? arg : best;
    }
    return best;
  }

  private static Object abs(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof String || value instanceof byte[]) {
      return Math.abs(Arithmetic.toDouble(value));
    }
    Object number = Arithmetic.operand(value);
    if (number instanceof Long integer) {
      if (integer == Long.MIN_VALUE) {
        throw new DoLakeException(ErrorCode.NUMERIC_OUT_OF_RANGE, "integer overflow in abs()");
      }
      return Math.abs(integer);
    }
    return number instanceof BigDecimal decimal
        ? decimal.abs()
        : (Object) Math.abs((Double) number);
  }

  private static byte[] blobOf(Object size) {
    return new byte[checkedSize(Math.max(0, Arithmetic.toLong(size == null ? 0L : size)))];
  }

  private static byte[] randomBlob(Object size) {
    byte[] blob = new byte[checkedSize(Math.max(1, Arithmetic.toLong(size == null ? 1L : size)))];
    ThreadLocalRandom.current().nextBytes(blob);
    return blob;
  }

  /** Length of a value a function makes; refuses ones that no row could hold. */
  static int checkedSize(long bytes) {
    if (bytes > MAX_BLOB_BYTES) {
      throw new DoLakeException(
          ErrorCode.STRING_TOO_LONG, "string or blob too big: " + bytes + " bytes");
    }
    return (int) bytes;
  }

  /** Text of an argument; null stays null. */
  static String text(Object value) {
    return TextForm.of(value);
  }
}
