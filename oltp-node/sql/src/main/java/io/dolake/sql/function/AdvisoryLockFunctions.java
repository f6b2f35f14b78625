package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.advisory.AdvisoryKey;
import io.dolake.sql.advisory.AdvisoryMode;
import io.dolake.sql.advisory.AdvisoryScope;
import io.dolake.sql.advisory.SessionAdvisoryLocks;
import io.dolake.sql.exec.Frame;
import io.dolake.sql.types.Arithmetic;

/** PostgreSQL's functions on advisory locks. Those that return void there give an empty text. */
final class AdvisoryLockFunctions {
  private static final String VOID = "";

  private AdvisoryLockFunctions() {}

  /** What a function does with the lock that its arguments name. */
  private interface OnLock {
    Object call(SessionAdvisoryLocks locks, AdvisoryKey key, Frame frame);
  }

  static void register(FunctionRegistry registry) {
    for (AdvisoryMode mode : AdvisoryMode.values()) {
      String suffix = mode == AdvisoryMode.SHARED ? "_shared" : "";
      for (AdvisoryScope scope : AdvisoryScope.values()) {
        String infix = scope == AdvisoryScope.TRANSACTION ? "xact_" : "";
        define(
            registry,
            "pg_advisory_" + infix + "lock" + suffix,
            ColumnType.TEXT,
            (locks, key, frame) -> {
              locks.acquire(key, scope, mode, frame.context()::checkCanceled);
              return VOID;
            });
        define(
            registry,
            "pg_try_advisory_" + infix + "lock" + suffix,
            ColumnType.BOOLEAN,
            (locks, key, frame) -> locks.tryAcquire(key, scope, mode));
      }
      define(
          registry,
          "pg_advisory_unlock" + suffix,
          ColumnType.BOOLEAN,
          (locks, key, frame) -> locks.release(key, mode));
    }
    registry.volatileFunction(
        "pg_advisory_unlock_all",
        0,
        0,
        ColumnType.TEXT,
        (args, frame) -> {
          frame.context().session().advisoryLocks().releaseSession();
          return VOID;
        });
  }

  private static void define(
      FunctionRegistry registry, String name, ColumnType type, OnLock function) {
    registry.volatileFunction(
        name,
        1,
        2,
        ColumnType.INTEGER,
        type,
        (args, frame) -> {
          for (Object arg : args) {
            if (arg == null) {
              return null;
            }
          }
          return function.call(frame.context().session().advisoryLocks(), key(args), frame);
        });
  }

  private static AdvisoryKey key(Object[] args) {
    return args.length == 1
        ? AdvisoryKey.of(Arithmetic.toLong(args[0]))
        : AdvisoryKey.of(int32(args[0]), int32(args[1]));
  }

  private static int int32(Object value) {
    long number = Arithmetic.toLong(value);
    if (number != (int) number) {
      throw new DoLakeException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          number + " is out of range: two numbers that name a lock have 32 bits each");
    }
    return (int) number;
  }
}
