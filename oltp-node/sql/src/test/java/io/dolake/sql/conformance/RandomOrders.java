package io.dolake.sql.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * ORDER BY, LIMIT and OFFSET at every level of a query: in subqueries, common table expressions,
 * set operations, over joins, groups and indexes.
 */
final class RandomOrders extends StatementGenerator {
  RandomOrders(Random random) {
    super(random);
  }

  @Override
  List<String> setup() {
    List<String> setup = new ArrayList<>();
    setup.add("create table t (id integer primary key, a integer, b text, c real)");
    setup.add("create table u (id integer primary key, a integer, d text)");
    setup.add("create index ta on t (a, b desc)");
    setup.add("create index tb on t (b)");
    setup.add("create index ua on u (a desc)");
    for (int id = 1; id <= 40; id++) {
      setup.add(
          "insert into t values (%d, %s, %s, %s)".formatted(id, integer(), text(), integer()));
      setup.add("insert into u values (%d, %s, %s)".formatted(id, integer(), text()));
    }
    return setup;
  }

  private String integer() {
    return rarely(6) ? "null" : String.valueOf(number(8));
  }

  private String text() {
    return pick("'a'", "'A'", "'b'", "'B'", "'c'", "null");
  }

  @Override
  String next() {
    String rows = rows(2);
    return "select id, a, x from (" + rows + ") order by " + keys("") + limit();
  }

  /** A query with columns id (unique), a and x whose rows are the same every time. */
  private String rows(int depth) {
    String source =
        depth == 0 || rarely(3) ? "(select id, a, b as x from t)" : "(" + rows(depth - 1) + ")";
    String where = rarely(2) ? "" : " where " + condition();
    return switch (number(7)) {
      case 0 -> "select id, a, x from " + source + where + " order by " + keys("") + limit();
      case 1 ->
          "with q as (select id, a, x from "
              + source
              + " order by "
              + keys("")
              + limit()
              + ") select id, a, x from q"
              + where;
      case 2 ->
          "select s.id * 100 + u.id as id, u.a, s.x from "
              + source
              + " s join u on u.a = s.a"
              + " order by "
              + keys("s.")
              + ", u.id"
              + limit();
      case 3 ->
          "select s.id * 100 + coalesce(u.id, 99) as id, s.a, u.d as x from "
              + source
              + " s left join u on u.a = s.a and u.id < 20 order by s.id desc, u.id"
              + limit();
      case 4 ->
          "select max(id) as id, a, min(x) as x from "
              + source
              + where
              + " group by a"
              + " order by a "
              + pick("", "desc", "nulls last")
              + limit();
      case 5 ->
          "select id, a, x from "
              + source
              + where
              + " union select id + 1000, a, d from u where id "
              + pick("<", ">")
              + " "
              + number(40)
              + " order by id"
              + pick("", " desc")
              + ", x, a"
              + limit();
      default -> "select id, a, x from " + source + where;
    };
  }

  private String condition() {
    return pick(
        "a > " + number(8),
        "a is null",
        "a in (1, 3, 5)",
        "id % 3 = 1",
        "x >= 'b'",
        "a between 2 and 6");
  }

  private String keys(String qualifier) {
    String first = qualifier + pick("a", "x", "id % 5", "-a", "coalesce(a, 4)", "x collate nocase");
    return first
        + pick("", " desc", " nulls last", " desc nulls first")
        + ", "
        + qualifier
        + "id"
        + pick("", " desc");
  }

  private String limit() {
    return rarely(3)
        ? ""
        : " limit "
            + pick("-1", "0", "1", "3", "10", "(select 5)")
            + pick("", "", " offset " + number(12));
  }
}
