package io.dolake.sql.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Window functions over every kind of frame. */
final class RandomWindows extends StatementGenerator {
  RandomWindows(Random random) {
    super(random);
  }

  @Override
  List<String> setup() {
    List<String> setup = new ArrayList<>();
    setup.add("create table t (id integer primary key, g integer, v integer, s text)");
    for (int id = 1; id <= 25; id++) {
      String v = rarely(6) ? "null" : String.valueOf(number(10));
      String text = pick("'a'", "'b'", "'c'", "null");
      setup.add("insert into t values (%d, %d, %s, %s)".formatted(id, number(4), v, text));
    }
    return setup;
  }

  @Override
  String next() {
    return "select id, "
        + call()
        + ", "
        + call()
        + " from t"
        + pick("", " where g > 0", " where v < 7")
        + " order by id";
  }

  private String call() {
    String partition = pick("", "", "partition by g ", "partition by g % 2, s ");
    return function() + filter() + " over (" + partition + window() + ")";
  }

  private boolean filterable;

  private String function() {
    filterable = rarely(2);
    return filterable
        ? pick(
            "sum(v)",
            "count(*)",
            "count(v)",
            "min(v)",
            "max(s)",
            "total(v)",
            "group_concat(id)",
            "avg(v)")
        : pick(
            "row_number()",
            "rank()",
            "dense_rank()",
            "percent_rank()",
            "cume_dist()",
            "ntile(3)",
            "lag(v)",
            "lead(v, 2, -1)",
            "first_value(v)",
            "last_value(id)",
            "nth_value(v, 2)",
            "lag(s, 3)");
  }

  private String filter() {
    return filterable && rarely(4) ? " filter (where v > 3)" : "";
  }

  private String window() {
    if (rarely(4)) {
      // Peers in no order of their own would make row-based results ambiguous.
      return "order by " + pick("v", "v desc", "v nulls last") + ", id " + rows();
    }
    return switch (number(3)) {
      case 0 -> "order by id" + pick("", " desc") + " " + rows();
      case 1 -> "order by " + pick("v", "g", "id") + ", id " + "groups " + bounds() + exclude();
      default -> "order by id" + pick("", " desc") + " range " + bounds() + exclude();
    };
  }

  private String rows() {
    return rarely(3) ? "" : "rows " + bounds() + exclude();
  }

  private String bounds() {
    return switch (number(6)) {
      case 0 -> pick("unbounded preceding", "current row", number(4) + " preceding");
      case 1 ->
          "between unbounded preceding and "
              + pick("current row", "unbounded following", number(3) + " preceding");
      case 2 -> "between " + number(4) + " preceding and " + number(4) + " following";
      case 3 -> "between " + (2 + number(3)) + " preceding and " + number(3) + " preceding";
      case 4 -> "between " + number(3) + " following and " + (2 + number(3)) + " following";
      default ->
          "between current row and "
              + pick("current row", "unbounded following", number(4) + " following");
    };
  }

  private String exclude() {
    return pick(
        "",
        "",
        "",
        " exclude current row",
        " exclude group",
        " exclude ties",
        " exclude no others");
  }
}
