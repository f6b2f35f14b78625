package io.dolake.cli.shell;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Runs one statement and prints what comes back: rows, a count, or one line of error. */
final class StatementRunner {
  private static final int FETCH_ROWS = 1_000;

  private final Connection connection;
  private final ShellSettings settings;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean interactive;
  private volatile Statement running;

  StatementRunner(
      Connection connection,
      ShellSettings settings,
      PrintWriter out,
      PrintWriter err,
      boolean interactive) {
    this.connection = connection;
    this.settings = settings;
    this.out = out;
    this.err = err;
    this.interactive = interactive;
  }

  /** Returns whether the statement succeeded. */
  boolean run(String sql) {
    long startNanos = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      running = statement;
      statement.setFetchSize(FETCH_ROWS);
      boolean rows = statement.execute(sql);
      if (rows) {
        printRows(statement.getResultSet());
      } else if (interactive && statement.getUpdateCount() > 0) {
        out.printf(
            "%d %s%n",
            statement.getUpdateCount(), statement.getUpdateCount() == 1 ? "row" : "rows");
      }
      return true;
    } catch (SQLException e) {
      printError(sql, e);
      return false;
    } finally {
      running = null;
      if (settings.timer) {
        out.printf("Time: %.3f ms%n", (System.nanoTime() - startNanos) / 1e6);
      }
      out.flush();
    }
  }

  /** Cancels the statement that is running, if any. Callable from a signal handler's thread. */
  void cancel() {
    Statement statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        err.println("cancel did not reach the server: " + e.getMessage());
      }
    }
  }

  private void printRows(ResultSet result) throws SQLException {
    ResultPrinter printer = new ResultPrinter(out, settings.mode == OutputMode.LIST ? "" : "NULL");
    long count = 0;
    boolean first = true;
    ResultTable page;
    do {
      page = ResultTable.nextPage(result);
      if (first || !page.rows().isEmpty()) {
        printer.print(page, settings.mode, settings.headers, first);
      }
      count += page.rows().size();
      first = false;
    } while (page.rows().size() == ResultTable.PAGE_ROWS);
    if (interactive && settings.mode == OutputMode.BOX) {
      out.printf("(%d %s)%n", count, count == 1 ? "row" : "rows");
    }
  }

  private void printError(String sql, SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    if (server == null) {
      err.println("error: " + e.getMessage());
      err.flush();
      return;
    }
    err.println("error: " + server.getMessage() + " [" + server.getSQLState() + "]");
    if (server.getPosition() > 0 && server.getPosition() <= sql.length() + 1) {
      printPosition(sql, server.getPosition() - 1);
    }
    if (server.getDetail() != null) {
      err.println("detail: " + server.getDetail());
    }
    if (server.getHint() != null) {
      err.println("hint: " + server.getHint());
    }
    err.flush();
  }

  private void printPosition(String sql, int index) {
    int lineStart = sql.lastIndexOf('\n', Math.max(0, index - 1)) + 1;
    int lineEnd = sql.indexOf('\n', index);
    err.println("  " + sql.substring(lineStart, lineEnd < 0 ? sql.length() : lineEnd));
    err.println("  " + " ".repeat(Math.max(0, index - lineStart)) + "^");
  }
}
