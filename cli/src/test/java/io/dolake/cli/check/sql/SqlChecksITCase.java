package io.dolake.cli.check.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short versions of the conformance runs. */
class SqlChecksITCase {
  @TempDir Path directory;

  private void assertPasses(Check check, long seed, int rounds, Map<String, String> options)
      throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream progress = new PrintStream(output, true, StandardCharsets.UTF_8);
    CheckResult result = check.run(new CheckContext(seed, rounds, directory, options, progress));
    assertThat(result.passed())
        .as("%s, seed %d: %s", result.figure(), seed, output.toString(StandardCharsets.UTF_8))
        .isTrue();
  }

  @Test
  void logicTestsPass() throws Exception {
    assertPasses(new SltCheck(), 0, 200, Map.of("file", "test/select"));
  }

  @Test
  void randomLogicTestsPass() throws Exception {
    assertPasses(new SltCheck(), 0, 150, Map.of("file", "test/random"));
  }

  @Test
  void tpchAnswersAreSqlites() throws Exception {
    assertPasses(new TpchCheck(), 0, 1, Map.of("scale", "0.01"));
  }

  @Test
  void randomStatementsGiveWhatTheyGiveOnSqlite() throws Exception {
    assertPasses(new SqliteCheck(), 11, 1_000, Map.of());
  }
}
