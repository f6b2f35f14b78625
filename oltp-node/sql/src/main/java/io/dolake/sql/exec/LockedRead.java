package io.dolake.sql.exec;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads and locks rows so that they are, once locked, what was read. At READ COMMITTED a row may
 * change between the two; then the statement looks again, with a new snapshot, and keeps its locks.
 * Nobody changes those rows any more, so a second look nearly always suffices. Above READ COMMITTED
 * taking the lock of such a row fails by itself.
 */
public final class LockedRead {
  private static final int MAX_ATTEMPTS = 100;

  private LockedRead() {}

  /**
   * All rows of a source, which is opened again for each look; they count against the statement's
   * memory.
   */
  public static List<Object[]> rows(ExecutionContext context, Supplier<RowSource> source) {
    return run(context, () -> readAll(context, source.get()));
  }

  /** Reads a source to its end and closes it; the rows count against the statement's memory. */
  public static List<Object[]> readAll(ExecutionContext context, RowSource source) {
    List<Object[]> rows = new ArrayList<>();
    try (source) {
      for (Object[] row = source.next(); row != null; row = source.next()) {
        context.step();
        context.memory().reserve(Values.heapBytes(row));
        rows.add(row);
      }
    }
    return rows;
  }

  /**
   * The result of a read that has written nothing yet.
   *
   * @param read throws {@link StaleRowException} for a row that has changed
   */
  public static <T> T run(ExecutionContext context, Supplier<T> read) {
    long usedBefore = context.memory().usedBytes();
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        return read.get();
      } catch (StaleRowException e) {
        context.memory().release(context.memory().usedBytes() - usedBefore);
        context.lookAgain();
      }
    }
    throw new DoLakeException(
        ErrorCode.SERIALIZATION_FAILURE,
        "the rows of the statement kept changing while it locked them",
        "Run the transaction again.");
  }
}
