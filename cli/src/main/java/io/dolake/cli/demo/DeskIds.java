package io.dolake.cli.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Numbers for new rows, going on from those in the database. Thread-safe. */
final class DeskIds {
  private final AtomicLong order;
  private final AtomicLong payment;
  private final AtomicLong restock;

  private DeskIds(long order, long payment, long restock) {
    this.order = new AtomicLong(order);
    this.payment = new AtomicLong(payment);
    this.restock = new AtomicLong(restock);
  }

  static DeskIds continuing(Connection connection) throws SQLException {
    return new DeskIds(
        max(connection, "order_id", "orders"),
        max(connection, "payment_id", "payments"),
        max(connection, "restock_id", "restocks"));
  }

  private static long max(Connection connection, String column, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT max(" + column + ") FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  long nextOrder() {
    return order.incrementAndGet();
  }

  long nextPayment() {
    return payment.incrementAndGet();
  }

  long nextRestock() {
    return restock.incrementAndGet();
  }

  long lastOrder() {
    return order.get();
  }

  /** A recent order more often than an old one; it need not exist. */
  long someOrder(RandomGenerator random) {
    long last = order.get();
    return Math.max(1, last - (long) (Math.abs(random.nextGaussian()) * 2_000));
  }
}
