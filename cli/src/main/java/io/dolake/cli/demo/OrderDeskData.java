package io.dolake.cli.demo;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order desk's tables and their first rows, taken from the TPC-H generator: customers with an
 * account each, parts with stock.
 */
final class OrderDeskData {
  static final String ORDERS = "orders";
  private static final String STOCK = "stock";

  /** In the order they are created. */
  static final List<DeskTable> TABLES =
      List.of(
          DeskTable.of(
              "customers",
              "customer_id",
              "customer_id BIGINT NOT NULL",
              "name TEXT NOT NULL",
              "nation TEXT NOT NULL",
              "segment TEXT NOT NULL",
              "phone TEXT"),
          DeskTable.of(
              "accounts",
              "account_id",
              "account_id BIGINT NOT NULL",
              "customer_id BIGINT NOT NULL",
              "balance DECIMAL(15,2) NOT NULL"),
          DeskTable.of(
              "parts",
              "part_id",
              "part_id BIGINT NOT NULL",
              "name TEXT NOT NULL",
              "brand TEXT NOT NULL",
              "price DECIMAL(15,2) NOT NULL"),
          DeskTable.of(STOCK, "part_id", "part_id BIGINT NOT NULL", "quantity BIGINT NOT NULL"),
          DeskTable.of(
              ORDERS,
              "order_id",
              "order_id BIGINT NOT NULL",
              "customer_id BIGINT NOT NULL",
              "status TEXT NOT NULL",
              "total DECIMAL(15,2) NOT NULL",
              "placed_at TIMESTAMP NOT NULL"),
          DeskTable.of(
              "order_lines",
              "order_id, line_no",
              "order_id BIGINT NOT NULL",
              "line_no BIGINT NOT NULL",
              "part_id BIGINT NOT NULL",
              "quantity BIGINT NOT NULL",
              "price DECIMAL(15,2) NOT NULL"),
          DeskTable.of(
              "payments",
              "payment_id",
              "payment_id BIGINT NOT NULL",
              "order_id BIGINT NOT NULL",
              "account_id BIGINT NOT NULL",
              "amount DECIMAL(15,2) NOT NULL"),
          DeskTable.of(
              "restocks",
              "restock_id",
              "restock_id BIGINT NOT NULL",
              "part_id BIGINT NOT NULL",
              "quantity BIGINT NOT NULL"));

  static final Set<String> TABLE_NAMES =
      TABLES.stream().map(DeskTable::name).collect(Collectors.toUnmodifiableSet());

  static final BigDecimal OPENING_BALANCE = new BigDecimal("100000.00");
  static final int OPENING_STOCK = 10_000;
  private static final int BATCH_ROWS = 500;

  private final double scale;

  OrderDeskData(double scale) {
    this.scale = scale;
  }

  /**
   * Creates and fills the tables unless a run before has: then the desk goes on with what is there.
   *
   * @throws DoLakeException DUPLICATE_TABLE when somebody else's table has one of their names
   */
  void createUnlessPresent(Connection connection) throws SQLException {
    if (present(connection)) {
      return;
    }
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      for (DeskTable table : TABLES) {
        statement.execute(table.ddl());
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
    Set<String> existing = new HashSet<>();
    try (var tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        existing.add(tables.getString("TABLE_NAME"));
      }
    }
    existing.retainAll(TABLE_NAMES);
    for (DeskTable table : TABLES) {
      if (existing.contains(table.name())) {
        requireOurs(connection, table);
      }
    }
    if (existing.containsAll(TABLE_NAMES) && count(connection, STOCK) > 0) {
      return true;
    }
    try (Statement statement = connection.createStatement()) {
      for (String table : existing) {
        statement.execute("DROP TABLE " + table);
      }
    }
    return false;
  }

  /** Tables are dropped and written to: they must be those of an earlier run. */
  private static void requireOurs(Connection connection, DeskTable table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (var rows = connection.getMetaData().getColumns(null, null, table.name(), "%")) {
      while (rows.next()) {
        columns.add(rows.getString("COLUMN_NAME"));
      }
    }
    if (!columns.equals(table.columnNames())) {
      throw new DoLakeException(
          ErrorCode.DUPLICATE_TABLE,
          "the database has a table '" + table.name() + "' that is not the demo's",
          "run the demo on another database or data directory, or rename the table");
    }
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
