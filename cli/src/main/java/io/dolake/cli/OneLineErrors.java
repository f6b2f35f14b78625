package io.dolake.cli;

import io.dolake.common.error.DoLakeException;
import java.io.PrintWriter;
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
    String message =
        error.getMessage() == null ? "" : ": " + error.getMessage().lines().findFirst().orElse("");
    return error.getClass().getSimpleName() + message + " (DOLAKE_DEBUG=1 shows where)";
  }
}
