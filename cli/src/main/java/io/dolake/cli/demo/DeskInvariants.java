package io.dolake.cli.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds between the order desk's tables at every transaction boundary, and at no moment inside
 * a transaction: a reader that mixes two states sees it broken.
 */
final class DeskInvariants {
  private record Rule(String name, String query) {}

  /** Each query gives one number that is zero when the rule holds; %1$s is the tables' prefix. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "money in accounts plus money paid is what the customers began with",
              "SELECT (SELECT coalesce(sum(balance), 0) FROM %1$saccounts)"
                  + " + (SELECT coalesce(sum(amount), 0) FROM %1$spayments)"
                  + " - (SELECT count(*) FROM %1$saccounts) * "
                  + OrderDeskData.OPENING_BALANCE),
          new Rule(
              "every order's total is the sum of its lines",
              "SELECT count(*) FROM %1$sorders o LEFT JOIN (SELECT order_id, sum(price * quantity)"
                  + " AS total FROM %1$sorder_lines GROUP BY order_id) l ON l.order_id = o.order_id"
                  + " WHERE l.total IS NULL OR l.total <> o.total"),
          new Rule(
              "every line has its order",
              "SELECT count(*) FROM %1$sorder_lines l LEFT JOIN %1$sorders o"
                  + " ON o.order_id = l.order_id WHERE o.order_id IS NULL"),
          new Rule(
              "stock plus sold less restocked is what the shelves began with",
              "SELECT (SELECT coalesce(sum(quantity), 0) FROM %1$sstock)"
                  + " + (SELECT coalesce(sum(l.quantity), 0) FROM %1$sorder_lines l"
                  + " JOIN %1$sorders o ON o.order_id = l.order_id WHERE o.status <> 'CANCELLED')"
                  + " - (SELECT coalesce(sum(quantity), 0) FROM %1$srestocks)"
                  + " - (SELECT count(*) FROM %1$sstock) * "
                  + OrderDeskData.OPENING_STOCK));

  private DeskInvariants() {}

  /** How many rules there are. */
  static int count() {
    return RULES.size();
  }

  /**
   * @param prefix {@code ""} for the database, {@code "lake."} for a cut
   * @return the rules that are broken, with by how much; empty when all hold
   */
  static List<String> broken(Connection connection, String prefix) throws SQLException {
    List<String> broken = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (Rule rule : RULES) {
        try (ResultSet rows = statement.executeQuery(rule.query().formatted(prefix))) {
          rows.next();
          BigDecimal difference = rows.getBigDecimal(1);
          if (difference.signum() != 0) {
            broken.add(rule.name() + ": off by " + difference.toPlainString());
          }
        }
      }
    }
    return broken;
  }
}
