package io.dolake.cli.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order desk: clerks on threads of their own, named {@code order-desk-N}, working until {@link
 * #close}. A conflict is retried, a lost connection is opened again, so that a database that is
 * killed and comes back only costs time. The first error of another kind ends the desk and is
 * thrown by {@link #close}.
 */
final class OrderDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);
  private static final Set<String> RETRYABLE = Set.of("40001", "40P01", "55P03");
  private static final String COUNT_ORDERS = "SELECT count(*) FROM orders";
  private static final long RECONNECT_PAUSE_MILLIS = 250;
  private static final long RECONNECT_LIMIT_MILLIS = 120_000;

  private final String url;
  private final long seed;
  private final long pauseMillis;
  private final Runnable onCommit;
  private final DeskCounters counters = new DeskCounters();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private DeskIds ids;
  private long customers;
  private long parts;
  private long ordersBefore;
  private volatile Exception failure;

  /**
   * @param url JDBC URL of the database
   * @param pauseMillis what a clerk waits between transactions; 0 for as fast as it goes
   * @param onCommit told of every acknowledged commit, on the clerk's thread
   */
  OrderDesk(String url, long seed, long pauseMillis, Runnable onCommit) {
    this.url = url;
    this.seed = seed;
    this.pauseMillis = pauseMillis;
    this.onCommit = onCommit;
  }

  /** Fills the tables if need be and puts the clerks to work. */
  void open(double scale, int clerks) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      new OrderDeskData(scale).createUnlessPresent(connection);
      ids = DeskIds.continuing(connection);
      customers = single(connection, "SELECT max(customer_id) FROM customers");
      parts = single(connection, "SELECT max(part_id) FROM parts");
      ordersBefore = single(connection, COUNT_ORDERS);
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < clerks; i++) {
      SplittableRandom own = random.split();
      Thread thread = new Thread(() -> clerk(own), "order-desk-" + i);
      thread.start();
      threads.add(thread);
    }
  }

  DeskCounters counters() {
    return counters;
  }

  /**
   * Orders whose commit was acknowledged and that the database does not have. Call when the desk is
   * closed; orders are never deleted, and only this desk places them.
   */
  long lostOrders() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      long expected = ordersBefore + counters.count(DeskAction.PLACE_ORDER);
      return Math.max(0, expected - single(connection, COUNT_ORDERS));
    }
  }

  boolean failed() {
    return failure != null;
  }

  private static long single(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void clerk(SplittableRandom random) {
    long lostSinceNanos = 0;
    while (!stopped(0)) {
      try (DeskWorker worker = DeskWorker.connect(url, random, ids, customers, parts)) {
        lostSinceNanos = 0;
        serve(worker);
      } catch (SQLException e) {
        if (!connectionLost(e)) {
          fail(e);
          return;
        }
        counters.reconnects.increment();
        long now = System.nanoTime();
        lostSinceNanos = lostSinceNanos == 0 ? now : lostSinceNanos;
        if (TimeUnit.NANOSECONDS.toMillis(now - lostSinceNanos) > RECONNECT_LIMIT_MILLIS) {
          fail(e);
          return;
        }
        stopped(RECONNECT_PAUSE_MILLIS);
      } catch (RuntimeException e) {
        fail(e);
        return;
      }
    }
  }

  private void serve(DeskWorker worker) throws SQLException {
    while (!stopped(pauseMillis)) {
      try {
        DeskAction.Done done = worker.work();
        worker.commit();
        counters.acknowledged(done);
        onCommit.run();
      } catch (SQLException e) {
        if (!RETRYABLE.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
        counters.conflicts.increment();
        worker.rollback();
      }
    }
  }

  /** Class 08 is a broken connection, class 57P a server that shuts down or starts up. */
  private static boolean connectionLost(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("57P") || state.equals("DL106");
  }

  private boolean stopped(long waitMillis) {
    try {
      return stop.await(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** The first failure counts; {@link #close} throws it. */
  private synchronized void fail(Exception e) {
    LOG.warn("order desk stops: {}", e.getMessage());
    failure = failure == null ? e : failure;
    stop.countDown();
  }

  /**
   * Sends the clerks home and waits for them. Throws what ended the desk early, if anything did.
   */
  @Override
  public void close() throws SQLException {
    stop.countDown();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (failure instanceof SQLException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
  }
}
