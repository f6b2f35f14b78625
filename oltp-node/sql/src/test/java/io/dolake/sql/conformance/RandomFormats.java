package io.dolake.sql.conformance;

import java.util.Random;

/** Conversions of printf with every flag, width and precision. */
final class RandomFormats extends StatementGenerator {
  RandomFormats(Random random) {
    super(random);
  }

  @Override
  String next() {
    StringBuilder format = new StringBuilder(pick("", "a", "é "));
    StringBuilder arguments = new StringBuilder();
    for (int i = 1 + number(2); i > 0; i--) {
      format.append('%').append(pick("", "", "-", "0", "+", " ", ",", "-0", "+,"));
      format.append(pick("", "", "1", "5", "12")).append(pick("", "", ".2", ".3", ".8"));
      format.append(
          pick("d", "i", "u", "f", "e", "g", "G", "E", "x", "X", "o", "s", "q", "Q", "w", "%"));
      format.append(pick("", "|", " x"));
      arguments.append(", ").append(argument());
    }
    return "select printf('" + format + "'" + arguments + ")";
  }

  private String argument() {
    return pick(
        "0",
        "1",
        "-1",
        "42",
        "-123456789",
        "9223372036854775807",
        "1.5",
        "-0.5",
        "0.1",
        "123456.789",
        "1e10",
        "1e-7",
        "2.5e15",
        "99.95",
        "0.00012345",
        "'abc'",
        "'it''s'",
        "'12.5x'",
        "''",
        "'a\"b'",
        "null",
        "x'4142'");
  }
}
