package io.dolake.cli;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints what went wrong in one line, with its code and hint. The stack trace is shown for {@code
 * DOLAKE_DEBUG=1} only.
 */
final class OneLineErrors implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception error, CommandLine commandLine, ParseResult parseResult) {
    PrintWriter err = commandLine.getErr();
    err.println("dolake: " + describe(error));
    if (error instanceof DoLakeException coded && coded.hint().isPresent()) {
      err.println("hint: " + coded.hint().get());
    }
    if ("1".equals(System.getenv("DOLAKE_DEBUG"))) {
      error.printStackTrace(err);
    }
    err.flush();
    return ExitCode.of(error);
  }

  private static String describe(Exception error) {
    if (error instanceof DoLakeException coded) {
      return coded.getMessage() + " [" + coded.code().sqlState() + "]";
    }
    if (error instanceof SQLException sql && sql.getSQLState() != null) {
      return firstLine(sql) + " [" + sql.getSQLState() + "]";
    }
    if (error instanceof IOException || error instanceof UncheckedIOException) {
      return firstLine(error) + " [" + ErrorCode.IO_ERROR.sqlState() + "]";
    }
    String message =
        error.getMessage() == null ? "" : ": " + error.getMessage().lines().findFirst().orElse("");
    return error.getClass().getSimpleName() + message + " (DOLAKE_DEBUG=1 shows where)";
  }

  private static String firstLine(Exception error) {
    return String.valueOf(error.getMessage())
        .replaceFirst("^ERROR: ", "")
        .lines()
        .findFirst()
        .orElse("");
  }
}
