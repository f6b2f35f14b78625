package io.dolake.sql.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Expressions over columns and constants of every class. */
final class RandomExpressions extends StatementGenerator {
  RandomExpressions(Random random) {
    super(random);
  }

  @Override
  List<String> setup() {
    List<String> setup = new ArrayList<>();
    setup.add(
        "create table t (id integer primary key, i integer, r real, s text, n text collate nocase,"
            + " b blob) strict");
    for (int id = 1; id <= 6; id++) {
      setup.add(
          "insert into t values (%d, %s, %s, %s, %s, %s)"
              .formatted(id, integer(), real(), text(), text(), blob()));
    }
    return setup;
  }

  @Override
  String next() {
    String condition = rarely(2) ? " where " + expression(2) : "";
    return "select "
        + expression(3)
        + ", "
        + expression(2)
        + " from t"
        + condition
        + " order by id";
  }

  private String integer() {
    return pick(
        "0",
        "1",
        "-1",
        "2",
        "7",
        "-8",
        "63",
        "64",
        "1000000007",
        "9223372036854775807",
        "-9223372036854775808",
        "4611686018427387904",
        "null");
  }

  private String real() {
    return pick(
        "0.0", "1.0", "-1.5", "2.5", "0.1", "1e3", "1e18", "-1e19", "123456.789", "1e-5", "null");
  }

  private String text() {
    return pick(
        "''", "'a'", "'A'", "'abc'", "'Abc '", "'1'", "'-2.5'", "'1e2x'", "' 12 '", "'é'", "'a%b_'",
        "'0x1f'", "null");
  }

  private String blob() {
    return pick("x''", "x'6162'", "x'31'", "null");
  }

  private String constant() {
    return switch (number(5)) {
      case 0, 1 -> integer();
      case 2 -> real();
      case 3 -> text();
      default -> blob();
    };
  }

  private String leaf() {
    return rarely(2) ? constant() : pick("id", "i", "r", "s", "n", "b");
  }

  private String expression(int depth) {
    if (depth == 0) {
      return leaf();
    }
    String a = expression(depth - 1);
    String b = expression(depth - 1);
    return switch (number(16)) {
      case 0, 1 -> "(" + a + pick(" + ", " - ", " * ", " / ", " % ") + b + ")";
      case 2 -> "(" + a + pick(" & ", " | ", " << ", " >> ") + b + ")";
      case 3 -> "(" + a + " || " + b + ")";
      case 4, 5 ->
          "(" + a + pick(" = ", " <> ", " < ", " <= ", " > ", " >= ", " is ", " is not ") + b + ")";
      case 6 -> "(" + a + pick(" and ", " or ") + b + ")";
      case 7 -> "(" + pick("- ", "not ", "~ ", "+ ") + "(" + a + "))";
      case 8 -> "(" + a + pick(" in ", " not in ") + "(" + b + ", " + leaf() + ", " + leaf() + "))";
      case 9 -> "(" + a + pick(" between ", " not between ") + b + " and " + leaf() + ")";
      case 10 -> "(case when " + a + " then " + b + " else " + leaf() + " end)";
      case 11 -> "(case " + a + " when " + b + " then 1 when " + leaf() + " then 2 end)";
      case 12 -> "cast(" + a + " as " + pick("integer", "real", "text", "blob", "numeric") + ")";
      case 13 ->
          pick("coalesce", "ifnull", "nullif", "instr", "iif(1, 2, 3) + max", "substr", "round")
              + "("
              + a
              + ", "
              + b
              + ")";
      case 14 ->
          pick("abs", "length", "typeof", "upper", "hex", "quote", "trim", "sign", "round")
              + "("
              + a
              + ")";
      default -> "(" + a + " is null)";
    };
  }
}
