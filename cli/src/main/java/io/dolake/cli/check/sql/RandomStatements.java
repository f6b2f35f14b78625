package io.dolake.cli.check.sql;

import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Random statements over a small schema, the same for the same seed. Queries are either ordered by
 * all their columns or to be compared as sets.
 */
final class RandomStatements {
  private static final List<String> SCHEMA =
      List.of(
          "create table t1 (id integer primary key, a integer, b text, c real)",
          "create table t2 (id integer primary key, x integer, y text collate nocase, z real)",
          "create index t1_a on t1 (a)",
          "create index t1_ba on t1 (b, a)",
          "create index t2_x on t2 (x desc)",
          "create index t2_y on t2 (y)");

  private static final String DIVIDED = " / ";

  private final Random random;

  RandomStatements(long seed) {
    random = new Random(seed);
  }

  List<String> schema() {
    return SCHEMA;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  String insert(int id) {
    String table = pick("t1", "t2");
    return "insert into "
        + table
        + " values ("
        + (id + 1)
        + ", "
        + pick(integer(), integer(), "null")
        + ", "
        + pick(text(), text(), "null")
        + ", "
        + pick(real(), real(), "null")
        + ")";
  }

  /** A change: UPDATE or DELETE. */
  String change() {
    String table = pick("t1", "t2");
    String number = table.equals("t1") ? "a" : "x";
    if (random.nextInt(3) == 0) {
      return "delete from " + table + " where " + number + " = " + integer();
    }
    String text = table.equals("t1") ? "b" : "y";
    return random.nextBoolean()
        ? "update " + table + " set " + number + " = " + number + " + 1 where id % 7 = 3"
        : "update " + table + " set " + text + " = " + text() + " where " + number + " > 15";
  }

  private String integer() {
    return Integer.toString(random.nextInt(20));
  }

  private String real() {
    return random.nextInt(40) / 4.0 + "";
  }

  private String text() {
    return "'" + pick("ab", "AB", "b", "Bc", "c ", "", "10", "7x", "x%", "3.5") + "'";
  }

  /** A query; how to compare its rows follows from {@link #isOrdered}. */
  String query() {
    return switch (random.nextInt(8)) {
      case 0 -> "select " + expression(3, "t1") + ", " + expression(3, "t1") + " from t1";
      case 1 -> "select id, a, b from t1 where " + condition(3, "t1") + " order by id";
      case 2 ->
          "select t1.id, t2.id from t1 "
              + pick("join", "left join", "join", "full join")
              + " t2 on "
              + pick("t1.a = t2.x", "t1.id = t2.id", "t1.b = t2.y", "t1.a = t2.x and t1.c < t2.z")
              + " where "
              + condition(2, "t1")
              + " order by 1, 2";
      case 3 ->
          "select a, count(*), sum(id), min(b), max(c), total(c) from t1 where "
              + condition(2, "t1")
              + " group by a"
              + pick("", " having count(*) > 1");
      case 4 ->
          "select id from t1 where "
              + pick("a in", "a not in", "b in")
              + " (select "
              + pick("x", "y", "x + 1")
              + " from t2 where "
              + condition(2, "t2")
              + ") order by id";
      case 5 ->
          "select id, (select "
              + pick("count(*)", "max(z)", "min(y)", "sum(x)")
              + " from t2 where t2.x = t1.a) from t1 where "
              + condition(2, "t1")
              + " order by id";
      case 6 ->
          "select "
              + expression(2, "t1")
              + " from t1 "
              + pick("union", "union all", "except", "intersect")
              + " select "
              + expression(2, "t1")
              + " from t1 where id > 20";
      default ->
          "select id, "
              + pick("row_number()", "rank()", "sum(id)", "count(c)", "lag(b)", "max(a)")
              + " over ("
              + pick("", "partition by a ")
              + "order by id"
              + ") from t1 where "
              + condition(2, "t1")
              + " order by id";
    };
  }

  static boolean isOrdered(String query) {
    return query.contains(" order by id") && !query.endsWith(")")
        || query.endsWith("order by 1, 2");
  }

  private String column(String table) {
    return table.equals("t1") ? pick("a", "b", "c", "id") : pick("x", "y", "z", "id");
  }

  private String condition(int depth, String table) {
    if (depth > 0 && random.nextInt(3) == 0) {
      return pick("", "not ")
          + "("
          + condition(depth - 1, table)
          + pick(" and ", " or ")
          + condition(depth - 1, table)
          + ")";
    }
    String column = table + "." + column(table);
    return switch (random.nextInt(7)) {
      case 0 -> column + pick(" is null", " is not null");
      case 1 -> column + pick("", " not") + " between " + integer() + " and " + integer();
      case 2 ->
          column + pick(" like ", " not like ", " glob ") + pick("'a%'", "'%B%'", "'_'", "'*b'");
      case 3 -> column + pick(" in ", " not in ") + list();
      case 4 -> expression(1, table) + pick(" = ", " < ", " >= ", " is ") + expression(1, table);
      default ->
          column
              + pick(" = ", " <> ", " < ", " <= ", " > ", " >= ", " is ")
              + pick(integer(), text(), real());
    };
  }

  private String list() {
    StringJoiner list = new StringJoiner(", ", "(", ")");
    for (int i = random.nextInt(5); i >= 0; i--) {
      list.add(pick(integer(), text(), real(), random.nextInt(6) == 0 ? "null" : integer()));
    }
    return list.toString();
  }

  /**
   * An expression inside another one, which may take its text apart. So quotients are rounded: the
   * seventeenth digit of a real's text is a known difference.
   */
  private String operand(int depth, String table) {
    String expression = expression(depth, table);
    return expression.contains(DIVIDED) && expression.startsWith("(")
        ? "round(" + expression + ", 6)"
        : expression;
  }

  private String expression(int depth, String table) {
    if (depth == 0) {
      return pick(table + "." + column(table), integer(), text(), real());
    }
    String a = operand(depth - 1, table);
    String b = operand(depth - 1, table);
    return switch (random.nextInt(10)) {
      case 0, 1 -> "(" + a + pick(" + ", " - ", " * ", DIVIDED, " % ") + b + ")";
      case 2 -> "(" + a + " || " + b + ")";
      case 3 -> "case when " + condition(0, table) + " then " + a + " else " + b + " end";
      case 4 -> pick("coalesce", "ifnull", "nullif", "max", "min") + "(" + a + ", " + b + ")";
      case 5 -> pick("abs", "length", "lower", "upper", "typeof", "hex", "quote") + "(" + a + ")";
      case 6 -> "cast(" + a + " as " + pick("integer", "text", "real", "numeric") + ")";
      case 7 -> "substr(" + a + ", " + pick("1", "2", "-2", "0") + ", 2)";
      case 8 -> "(" + a + pick(" & ", " | ", " << ", " >> ") + pick("1", "3") + ")";
      default -> table + "." + column(table);
    };
  }
}
