package io.dolake.sql.conformance;

import java.util.List;
import java.util.Random;

/** Makes random statements, the same ones for the same seed. */
abstract class StatementGenerator {
  private final Random random;

  StatementGenerator(Random random) {
    this.random = random;
  }

  /** Statements to run first. */
  List<String> setup() {
    return List.of();
  }

  /** The next query; its rows have one order only. */
  abstract String next();

  final String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** From 0 to the bound, without it. */
  final int number(int bound) {
    return random.nextInt(bound);
  }

  /** Once in so many times. */
  final boolean rarely(int times) {
    return random.nextInt(times) == 0;
  }
}
