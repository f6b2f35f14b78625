package io.dolake.sql.dml;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.ResultColumn;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.parse.ConflictAction;
import io.dolake.sql.statement.StatementPlan;
import io.dolake.sql.statement.StatementResult;
import java.util.ArrayList;
import java.util.List;

/** What INSERT, UPDATE and DELETE have in common: one target, RETURNING, checks at the end. */
abstract class WritePlan implements StatementPlan {
  final TableWriter writer;

  /** Null without RETURNING. */
  final Returning returning;

  private final List<ColumnType> parameterTypes;

  WritePlan(TableWriter writer, Returning returning, List<ColumnType> parameterTypes) {
    this.writer = writer;
    this.returning = returning;
    this.parameterTypes = parameterTypes;
  }

  /** Writes the rows and tells the collector about each. */
  abstract void write(ExecutionContext context, Returning.Collector written);

  @Override
  public final List<ResultColumn> columns() {
    return returning == null ? List.of() : returning.columns();
  }

  @Override
  public final List<ColumnType> parameterTypes() {
    return parameterTypes;
  }

  @Override
  public final boolean readOnly() {
    return false;
  }

  @Override
  public final StatementResult run(ExecutionContext context) {
    Returning.Collector written = new Returning.Collector(returning, context);
    try {
      write(context, written);
    } catch (DoLakeException e) {
      boolean ofRow = isRowConstraint(e.code()) || e.code() == ErrorCode.UNIQUE_VIOLATION;
      if (onViolation() == ConflictAction.FAIL && ofRow) {
        // What was written before stays, so its foreign keys must hold.
        TableWriter.endOfStatement(context);
      }
      throw e;
    }
    if (!writer.isolated()) {
      TableWriter.endOfStatement(context);
    }
    return written.result();
  }

  /** Whether an error is about the values of one row. */
  static boolean isRowConstraint(ErrorCode code) {
    return code == ErrorCode.NOT_NULL_VIOLATION || code == ErrorCode.CHECK_VIOLATION;
  }

  /** Lines of EXPLAIN: the statement, and below it where its rows come from. */
  static List<String> explained(String statement, List<String> source) {
    List<String> lines = new ArrayList<>();
    lines.add(statement);
    source.forEach(line -> lines.add("  " + line));
    return lines;
  }
}
