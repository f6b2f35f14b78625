package io.dolake.cli.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * One clerk at the order desk: the business transactions, each of several statements, over one
 * connection. Used by one thread. Every method leaves the commit to its caller.
 */
final class DeskWorker implements AutoCloseable {
  private static final int MAX_LINES = 5;
  private static final int MAX_QUANTITY = 10;
  private static final int RESTOCK_QUANTITY = 500;

  private final Connection connection;
  private final RandomGenerator random;
  private final DeskIds ids;
  private final long customers;
  private final long parts;
  private final PreparedStatement selectPrice;
  private final PreparedStatement takeStock;
  private final PreparedStatement addStock;
  private final PreparedStatement insertOrder;
  private final PreparedStatement insertLine;
  private final PreparedStatement moveMoney;
  private final PreparedStatement insertPayment;
  private final PreparedStatement selectOrder;
  private final PreparedStatement setStatus;
  private final PreparedStatement selectLines;
  private final PreparedStatement insertRestock;

  /** Opens a worker with a connection of its own. */
  static DeskWorker connect(
      String url, RandomGenerator random, DeskIds ids, long customers, long parts)
      throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try {
      return new DeskWorker(connection, random, ids, customers, parts);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private DeskWorker(
      Connection connection, RandomGenerator random, DeskIds ids, long customers, long parts)
      throws SQLException {
    this.connection = connection;
    this.random = random;
    this.ids = ids;
    this.customers = customers;
    this.parts = parts;
    // Two clerks may cancel one order at the same time: only one of them may restock.
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setAutoCommit(false);
    selectPrice = connection.prepareStatement("SELECT price FROM parts WHERE part_id = ?");
    takeStock =
        connection.prepareStatement("UPDATE stock SET quantity = quantity - ? WHERE part_id = ?");
    addStock =
        connection.prepareStatement("UPDATE stock SET quantity = quantity + ? WHERE part_id = ?");
    insertOrder = connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?, ?, ?)");
    insertLine = connection.prepareStatement("INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)");
    moveMoney =
        connection.prepareStatement(
            "UPDATE accounts SET balance = balance - ? WHERE account_id = ?");
    insertPayment = connection.prepareStatement("INSERT INTO payments VALUES (?, ?, ?, ?)");
    selectOrder =
        connection.prepareStatement(
            "SELECT customer_id, status, total FROM orders WHERE order_id = ?");
    setStatus = connection.prepareStatement("UPDATE orders SET status = ? WHERE order_id = ?");
    selectLines =
        connection.prepareStatement(
            "SELECT part_id, quantity FROM order_lines WHERE order_id = ? ORDER BY part_id");
    insertRestock = connection.prepareStatement("INSERT INTO restocks VALUES (?, ?, ?)");
  }

  /** Runs one business transaction without committing it. */
  DeskAction.Done work() throws SQLException {
    DeskAction action = nextAction();
    int rowChanges =
        switch (action) {
          case PLACE_ORDER -> placeOrder();
          case CANCEL_ORDER -> cancelOrder();
          case ADVANCE_ORDER -> advanceOrder();
          case RESTOCK -> restock();
        };
    return new DeskAction.Done(action, rowChanges);
  }

  private DeskAction nextAction() {
    int dice = random.nextInt(100);
    if (dice < 60 || ids.lastOrder() == 0) {
      return DeskAction.PLACE_ORDER;
    }
    if (dice < 72) {
      return DeskAction.CANCEL_ORDER;
    }
    return dice < 92 ? DeskAction.ADVANCE_ORDER : DeskAction.RESTOCK;
  }

  private int placeOrder() throws SQLException {
    long orderId = ids.nextOrder();
    long customer = 1 + random.nextLong(customers);
    // Parts are taken in ascending order, so that two clerks never wait for each other in a circle.
    TreeMap<Long, Integer> basket = new TreeMap<>();
    int lines = 1 + random.nextInt(MAX_LINES);
    while (basket.size() < lines) {
      basket.put(1 + random.nextLong(parts), 1 + random.nextInt(MAX_QUANTITY));
    }
    BigDecimal total = BigDecimal.ZERO.setScale(2);
    int lineNumber = 0;
    for (var item : basket.entrySet()) {
      BigDecimal price = price(item.getKey());
      changeStock(takeStock, item.getKey(), item.getValue());
      insertLine.setLong(1, orderId);
      insertLine.setLong(2, ++lineNumber);
      insertLine.setLong(3, item.getKey());
      insertLine.setLong(4, item.getValue());
      insertLine.setBigDecimal(5, price);
      insertLine.executeUpdate();
      total = total.add(price.multiply(BigDecimal.valueOf(item.getValue())));
    }
    insertOrder.setLong(1, orderId);
    insertOrder.setLong(2, customer);
    insertOrder.setString(3, "PLACED");
    insertOrder.setBigDecimal(4, total);
    insertOrder.setTimestamp(5, Timestamp.valueOf(LocalDateTime.now()));
    insertOrder.executeUpdate();
    pay(orderId, customer, total);
    return 2 * lineNumber + 3;
  }

  private int cancelOrder() throws SQLException {
    long orderId = ids.someOrder(random);
    selectOrder.setLong(1, orderId);
    long customer;
    BigDecimal total;
    try (ResultSet order = selectOrder.executeQuery()) {
      if (!order.next() || !order.getString(2).equals("PLACED")) {
        return 0;
      }
      customer = order.getLong(1);
      total = order.getBigDecimal(3);
    }
    setStatus(orderId, "CANCELLED");
    int changes = 3;
    TreeMap<Long, Long> basket = new TreeMap<>();
    selectLines.setLong(1, orderId);
    try (ResultSet lines = selectLines.executeQuery()) {
      while (lines.next()) {
        basket.put(lines.getLong(1), lines.getLong(2));
      }
    }
    for (var item : basket.entrySet()) {
      changeStock(addStock, item.getKey(), item.getValue());
      changes++;
    }
    pay(orderId, customer, total.negate());
    return changes;
  }

  private int advanceOrder() throws SQLException {
    long orderId = ids.someOrder(random);
    selectOrder.setLong(1, orderId);
    String next;
    try (ResultSet order = selectOrder.executeQuery()) {
      if (!order.next()) {
        return 0;
      }
      next =
          switch (order.getString(2)) {
            case "PLACED" -> "PACKED";
            case "PACKED" -> "SHIPPED";
            case "SHIPPED" -> "DELIVERED";
            default -> null;
          };
    }
    if (next == null) {
      return 0;
    }
    setStatus(orderId, next);
    return 1;
  }

  private int restock() throws SQLException {
    long part = 1 + random.nextLong(parts);
    changeStock(addStock, part, RESTOCK_QUANTITY);
    insertRestock.setLong(1, ids.nextRestock());
    insertRestock.setLong(2, part);
    insertRestock.setLong(3, RESTOCK_QUANTITY);
    insertRestock.executeUpdate();
    return 2;
  }

  private BigDecimal price(long part) throws SQLException {
    selectPrice.setLong(1, part);
    try (ResultSet rows = selectPrice.executeQuery()) {
      if (!rows.next()) {
        throw new IllegalStateException("part " + part + " has gone");
      }
      return rows.getBigDecimal(1);
    }
  }

  private static void changeStock(PreparedStatement update, long part, long quantity)
      throws SQLException {
    update.setLong(1, quantity);
    update.setLong(2, part);
    update.executeUpdate();
  }

  private void setStatus(long orderId, String status) throws SQLException {
    setStatus.setString(1, status);
    setStatus.setLong(2, orderId);
    setStatus.executeUpdate();
  }

  /** Moves money between the customer's account and the books; a refund is negative. */
  private void pay(long orderId, long account, BigDecimal amount) throws SQLException {
    moveMoney.setBigDecimal(1, amount);
    moveMoney.setLong(2, account);
    moveMoney.executeUpdate();
    insertPayment.setLong(1, ids.nextPayment());
    insertPayment.setLong(2, orderId);
    insertPayment.setLong(3, account);
    insertPayment.setBigDecimal(4, amount);
    insertPayment.executeUpdate();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
