package io.dolake.cli;

import io.dolake.common.error.DoLakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import picocli.CommandLine.ParameterException;

/** Exit codes of the command line, documented in docs/operations.md. */
public final class ExitCode {
  public static final int OK = 0;

  /** What was asked for ran and failed: a check, a comparison, a statement. */
  public static final int FAILED = 1;

  /** The command line itself is wrong. */
  public static final int USAGE = 2;

  /** Something outside stops it: ports, directories, a server that cannot be reached. */
  public static final int ENVIRONMENT = 3;

  /** A defect of ours. */
  public static final int INTERNAL = 70;

  /** Stopped by Ctrl-C before it was done. */
  public static final int INTERRUPTED = 130;

  /** SQLSTATEs of broken and refused connections. */
  private static final String CONNECTION_CLASS = "08";

  /** Our own codes: stores, slots, catalogs, ports. */
  private static final String OUR_CLASS = "DL";

  private ExitCode() {}

  static int of(Throwable error) {
    if (error instanceof DoLakeException coded) {
      return switch (coded.code()) {
        case CONFIGURATION_INVALID, INVALID_PARAMETER -> USAGE;
        case INTERNAL_ERROR -> INTERNAL;
        case CONNECTION_FAILURE, IO_ERROR, DISK_FULL -> ENVIRONMENT;
        default -> coded.code().sqlState().startsWith(OUR_CLASS) ? ENVIRONMENT : FAILED;
      };
    }
    if (error instanceof ParameterException) {
      return USAGE;
    }
    if (error instanceof SQLException sql) {
      String state = String.valueOf(sql.getSQLState());
      return state.startsWith(CONNECTION_CLASS) || state.startsWith(OUR_CLASS)
          ? ENVIRONMENT
          : FAILED;
    }
    return error instanceof IOException || error instanceof UncheckedIOException
        ? ENVIRONMENT
        : INTERNAL;
  }
}
