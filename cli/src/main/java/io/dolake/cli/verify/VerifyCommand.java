package io.dolake.cli.verify;

import io.dolake.cli.DatabaseUrl;
import io.dolake.cli.ExitCode;
import io.dolake.cli.FeedLogin;
import io.dolake.cli.status.NodeStatus;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.lake.event.TablePatterns;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dolake verify}: lake against database at one LSN, table by table. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Compares lake and database at one LSN, row by row. Exit code 1 if they differ.",
    footer = {
      "",
      "The database may be in use meanwhile: a snapshot of it is compared with the lake as of the",
      "snapshot's LSN.",
      "",
      "  dolake verify",
      "  dolake verify --url postgresql://db.example.org:15432/main --feed db.example.org:15433"
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final int SNAPSHOT_TRIES = 200;

  @Option(
      names = "--url",
      defaultValue = DatabaseUrl.DEFAULT,
      description = "Database (default: ${DEFAULT-VALUE}).")
  private String url;

  @Option(
      names = "--feed",
      defaultValue = "127.0.0.1:15433",
      description = "Change feed of the node (default: ${DEFAULT-VALUE}).")
  private String feed;

  @Option(
      names = {"-U", "--user"},
      defaultValue = DatabaseUrl.DEFAULT_USER,
      description = "User (default: ${DEFAULT-VALUE}); the password comes from DOLAKE_PASSWORD.")
  private String user;

  @Option(
      names = "--exclude",
      split = ",",
      description =
          "Tables to leave out, like the job's job.exclude: patterns such as main.tmp*, separated"
              + " by commas.")
  private List<String> exclude = List.of();

  @Override
  public Integer call() throws SQLException {
    try (Connection database = DatabaseUrl.connect(url, user);
        Connection lake = DatabaseUrl.connect(url, user)) {
      lake.setAutoCommit(true);
      long lsn = openSnapshot(database);
      System.out.printf("comparing at LSN %,d%n", lsn);
      long differences = 0;
      TableComparison comparison =
          new TableComparison(database, lake, " FOR SYSTEM_TIME AS OF LSN " + lsn);
      TablePatterns excluded = new TablePatterns(exclude);
      for (ComparedTable table : ComparedTable.all(database)) {
        if (!table.matches(excluded)) {
          differences += compare(comparison, table);
        }
      }
      System.out.printf("verify: %d differences%n", differences);
      return differences == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** A table that is not in the lake counts as one difference. */
  private static long compare(TableComparison comparison, ComparedTable table) throws SQLException {
    try {
      TableDifference difference = comparison.compare(table);
      System.out.printf(
          "  %-24s %,12d rows compared, %d differ%n",
          difference.table(), difference.rows(), difference.differences());
      difference.examples().forEach(example -> System.out.println("    " + example));
      return difference.differences();
    } catch (SQLException e) {
      if (!ErrorCode.UNDEFINED_TABLE.sqlState().equals(e.getSQLState())) {
        throw e;
      }
      System.out.printf("  %-24s not in the lake: is it excluded from the job?%n", table.shown());
      return 1;
    }
  }

  /**
   * Opens a read-only snapshot whose LSN is known: one that was opened while nothing was committed,
   * so that the last LSN before and after is the snapshot's.
   */
  private long openSnapshot(Connection database) throws SQLException {
    database.setAutoCommit(false);
    database.setReadOnly(true);
    database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    for (int i = 0; i < SNAPSHOT_TRIES; i++) {
      long before = lastLsn();
      try (Statement statement = database.createStatement();
          ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
        rows.next();
      }
      if (lastLsn() == before) {
        return before;
      }
      database.rollback();
    }
    throw new DoLakeException(
        ErrorCode.OBJECT_IN_USE,
        "the database commits too often for a snapshot whose LSN is known",
        "try again when it is less busy");
  }

  private long lastLsn() {
    NodeStatus node = NodeStatus.ask(feed, FeedLogin.of(user));
    if (node.error() != null) {
      throw new DoLakeException(
          ErrorCode.CONNECTION_FAILURE,
          "the node's change feed at " + feed + " does not answer: " + node.error(),
          "name another one with --feed");
    }
    return node.shards().get(0).lastLsn();
  }
}
