package io.dolake.cli.demo;

import io.dolake.cli.lake.Lake;
import io.dolake.cli.lake.LakeQuery;
import io.dolake.cli.status.NodeStatus;
import io.dolake.cli.up.RunningStack;
import io.dolake.cli.verify.ComparedTable;
import io.dolake.cli.verify.TableComparison;
import io.dolake.cli.verify.TableDifference;
import io.dolake.common.Lsn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.exceptions.RESTException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lake against database, row by row, once the lake has everything. The database stands still while
 * this runs.
 */
final class FinalComparison {
  private static final Logger LOG = LoggerFactory.getLogger(FinalComparison.class);
  private static final long CATCH_UP_SECONDS = 180;
  private static final long LOOK_MILLIS = 250;

  private final RunningStack stack;
  private final String jdbcUrl;
  private final Lake lake;

  FinalComparison(RunningStack stack, String jdbcUrl, Lake lake) {
    this.stack = stack;
    this.jdbcUrl = jdbcUrl;
    this.lake = lake;
  }

  /**
   * @param caughtUp whether the lake reached the database's last commit in time
   * @param tables how each table compared; empty if not all are in the lake
   */
  record Outcome(boolean caughtUp, List<TableDifference> tables) {
    Outcome {
      tables = List.copyOf(tables);
    }
  }

  /**
   * Waits until a cut has the database's last commit, has the verifier check it, and compares it.
   *
   * @throws DemoInterrupted when the process was told to stop
   */
  Outcome run(CutVerifier verifier) throws SQLException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(CATCH_UP_SECONDS);
    Optional<Lsn> last = lastLsn();
    while (last.isEmpty() || !reached(last.get())) {
      if (stack.awaitStop(LOOK_MILLIS)) {
        throw new DemoInterrupted();
      }
      if (System.nanoTime() > deadlineNanos) {
        return new Outcome(false, List.of());
      }
      last = last.isPresent() ? last : lastLsn();
    }
    try (LakeQuery query = LakeQuery.openNewest(lake)) {
      verifier.verify(query);
      return new Outcome(true, compare(query));
    }
  }

  /** Empty while the node does not answer, as one that was killed just before. */
  private Optional<Lsn> lastLsn() {
    NodeStatus node = NodeStatus.ask(stack.feedAddress());
    if (node.error() != null) {
      LOG.info("change feed at {} does not answer: {}", stack.feedAddress(), node.error());
      return Optional.empty();
    }
    return Optional.of(new Lsn(node.shards().get(0).lastLsn()));
  }

  private boolean reached(Lsn lsn) {
    try {
      return lake.newestStamp().lsn().compareTo(lsn) >= 0;
    } catch (DoLakeException | RESTException e) {
      LOG.info("lake cannot be read for the moment: {}", e.getMessage());
      return false;
    }
  }

  private List<TableDifference> compare(LakeQuery query) throws SQLException {
    List<TableDifference> differences = new ArrayList<>();
    try (Connection database = DriverManager.getConnection(jdbcUrl)) {
      database.setAutoCommit(false);
      TableComparison comparison = new TableComparison(database, query.connection(), "");
      for (DeskTable table : OrderDeskData.TABLES) {
        differences.add(
            comparison.compare(ComparedTable.of(database, TableDef.DEFAULT_SCHEMA, table.name())));
      }
      database.rollback();
    }
    return differences;
  }
}
