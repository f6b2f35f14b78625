package io.dolake.server.check;

import io.dolake.common.error.DoLakeException;
import io.dolake.server.DoSqlNode;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlCursor;
import io.dolake.sql.SqlSession;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The server under attack, and how to tell whether it is well. */
final class FuzzTarget {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int GOOD_CLIENT_TIMEOUT_MILLIS = 15_000;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final DoSqlNode node;
  private int connectionsLost;

  FuzzTarget(DoSqlNode node) {
    this.node = node;
  }

  int port() {
    return node.pgPort();
  }

  /** Makes the tables that clients then quarrel about. */
  void prepare() {
    execute("CREATE TABLE fuzz (id INTEGER PRIMARY KEY, name TEXT UNIQUE, amount REAL)");
    execute("INSERT INTO fuzz VALUES (1, 'one', 1.5), (2, 'two', 2.5), (3, NULL, NULL)");
  }

  private void execute(String sql) {
    try (SqlSession session = node.engine().openSession(SessionOptions.DEFAULT)) {
      SqlCursor cursor = session.execute(session.prepare(sql, List.of()));
      cursor.close();
      cursor.durable().join();
    }
  }

  void connectionLost(IOException reason) {
    connectionsLost++;
  }

  /** What is wrong with the server, or null: a good client must be served. */
  String sickness() {
    try (FuzzClient good = new FuzzClient(port(), new Random(1), GOOD_CLIENT_TIMEOUT_MILLIS)) {
      if (!good.isServed()) {
        return "a well-behaved client was not served";
      }
    } catch (IOException e) {
      return "a well-behaved client lost its connection: " + e.getMessage();
    }
    double internal =
        node.registry().find("dolake.pg.errors").tag("sqlstate", "XX000").counters().stream()
            .mapToDouble(Counter::count)
            .sum();
    return internal > 0 ? (long) internal + " internal errors; see the log" : null;
  }

  /** What the attackers have left behind, or null: connections or locks. */
  String leak() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (connections() > 0) {
      if (System.nanoTime() > deadline) {
        return (int) connections() + " connections are still open";
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    while (true) {
      try {
        execute("UPDATE fuzz SET amount = 0"); // needs the lock of every row
        return null;
      } catch (DoLakeException e) {
        if (System.nanoTime() > deadline) {
          return "a transaction that nobody owns holds a lock: " + e.getMessage();
        }
      }
    }
  }

  private double connections() {
    Gauge gauge = node.registry().find("dolake.pg.connections").gauge();
    return gauge == null ? 0 : gauge.value();
  }

  /** Errors sent to clients, and connections that ended early. */
  long errorsSeen() {
    double errors =
        node.registry().find("dolake.pg.errors").counters().stream()
            .mapToDouble(Counter::count)
            .sum();
    return (long) errors + connectionsLost;
  }
}
