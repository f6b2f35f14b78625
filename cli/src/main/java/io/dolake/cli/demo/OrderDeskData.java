package io.dolake.cli.demo;

import io.trino.tpch.Customer;
import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.Nation;
import io.trino.tpch.NationGenerator;
import io.trino.tpch.Part;
import io.trino.tpch.PartGenerator;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The order desk's tables and their first rows, taken from the TPC-H generator: customers with an
 * account each, parts with stock.
 */
final class OrderDeskData {
  static final String ORDERS = "orders";
  static final String ORDER_LINES = "order_lines";
  static final List<String> TABLES =
      List.of(
          "customers", "accounts", "parts", "stock", ORDERS, ORDER_LINES, "payments", "restocks");

  static final BigDecimal OPENING_BALANCE = new BigDecimal("100000.00");
  static final int OPENING_STOCK = 10_000;
  private static final int BATCH_ROWS = 500;

  private static final List<String> DDL =
      List.of(
          "CREATE TABLE customers (customer_id BIGINT PRIMARY KEY, name TEXT NOT NULL,"
              + " nation TEXT NOT NULL, segment TEXT NOT NULL, phone TEXT)",
          "CREATE TABLE accounts (account_id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL,"
              + " balance DECIMAL(15,2) NOT NULL)",
          "CREATE TABLE parts (part_id BIGINT PRIMARY KEY, name TEXT NOT NULL, brand TEXT NOT NULL,"
              + " price DECIMAL(15,2) NOT NULL)",
          "CREATE TABLE stock (part_id BIGINT PRIMARY KEY, quantity BIGINT NOT NULL)",
          "CREATE TABLE orders (order_id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL,"
              + " status TEXT NOT NULL, total DECIMAL(15,2) NOT NULL, placed_at TIMESTAMP NOT NULL)",
          "CREATE TABLE order_lines (order_id BIGINT NOT NULL, line_no BIGINT NOT NULL,"
              + " part_id BIGINT NOT NULL, quantity BIGINT NOT NULL, price DECIMAL(15,2) NOT NULL,"
              + " PRIMARY KEY (order_id, line_no))",
          "CREATE TABLE payments (payment_id BIGINT PRIMARY KEY, order_id BIGINT NOT NULL,"
              + " account_id BIGINT NOT NULL, amount DECIMAL(15,2) NOT NULL)",
          "CREATE TABLE restocks (restock_id BIGINT PRIMARY KEY, part_id BIGINT NOT NULL,"
              + " quantity BIGINT NOT NULL)");

  private final double scale;

  OrderDeskData(double scale) {
    this.scale = scale;
  }

  /**
   * Creates and fills the tables unless a run before has: then the desk goes on with what is there.
   */
  void createUnlessPresent(Connection connection) throws SQLException {
    if (present(connection)) {
      return;
    }
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      for (String ddl : DDL) {
        statement.execute(ddl);
      }
    }
    connection.setAutoCommit(false);
    loadCustomers(connection);
    loadParts(connection);
  }

  /**
   * Parts are loaded last, in one transaction; a load that was interrupted before is begun anew.
   */
  private static boolean present(Connection connection) throws SQLException {
    List<String> existing = new ArrayList<>();
    try (var tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        existing.add(tables.getString("TABLE_NAME"));
      }
    }
    if (existing.containsAll(TABLES) && count(connection, "stock") > 0) {
      return true;
    }
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        if (existing.contains(table)) {
          statement.execute("DROP TABLE " + table);
        }
      }
    }
    return false;
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void loadCustomers(Connection connection) throws SQLException {
    List<String> nations = new ArrayList<>();
    for (Nation nation : new NationGenerator()) {
      nations.add(nation.getName());
    }
    try (PreparedStatement customers =
            connection.prepareStatement("INSERT INTO customers VALUES (?, ?, ?, ?, ?)");
        PreparedStatement accounts =
            connection.prepareStatement("INSERT INTO accounts VALUES (?, ?, ?)")) {
      int rows = 0;
      for (Customer customer : new CustomerGenerator(scale, 1, 1)) {
        customers.setLong(1, customer.getCustomerKey());
        customers.setString(2, customer.getName());
        customers.setString(3, nations.get((int) customer.getNationKey()));
        customers.setString(4, customer.getMarketSegment());
        customers.setString(5, customer.getPhone());
        customers.addBatch();
        accounts.setLong(1, customer.getCustomerKey());
        accounts.setLong(2, customer.getCustomerKey());
        accounts.setBigDecimal(3, OPENING_BALANCE);
        accounts.addBatch();
        if (++rows % BATCH_ROWS == 0) {
          customers.executeBatch();
          accounts.executeBatch();
        }
      }
      customers.executeBatch();
      accounts.executeBatch();
    }
    connection.commit();
  }

  private void loadParts(Connection connection) throws SQLException {
    try (PreparedStatement parts =
            connection.prepareStatement("INSERT INTO parts VALUES (?, ?, ?, ?)");
        PreparedStatement stock = connection.prepareStatement("INSERT INTO stock VALUES (?, ?)")) {
      int rows = 0;
      for (Part part : new PartGenerator(scale, 1, 1)) {
        parts.setLong(1, part.getPartKey());
        parts.setString(2, part.getName());
        parts.setString(3, part.getBrand());
        parts.setBigDecimal(4, BigDecimal.valueOf(part.getRetailPriceInCents(), 2));
        parts.addBatch();
        stock.setLong(1, part.getPartKey());
        stock.setLong(2, OPENING_STOCK);
        stock.addBatch();
        if (++rows % BATCH_ROWS == 0) {
          parts.executeBatch();
          stock.executeBatch();
        }
      }
      parts.executeBatch();
      stock.executeBatch();
    }
    connection.commit();
  }
}
