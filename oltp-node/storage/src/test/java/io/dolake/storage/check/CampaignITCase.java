package io.dolake.storage.check;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short runs of the long campaigns. */
class CampaignITCase {
  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}, mode {1}")
  @CsvSource({"1, power, 15", "2, power, 15", "3, kill, 2"})
  void noPromiseIsBrokenByCrashes(long seed, String mode, int rounds) throws Exception {
    run(new CrashCheck(), seed, rounds, Map.of("mode", mode));
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @CsvSource({"1, read-committed", "2, snapshot", "3, serializable"})
  void noLevelShowsAnAnomalyThatItForbids(long seed, String level) throws Exception {
    run(new IsolationCheck(), seed, 3_000, Map.of("level", level, "threads", "8"));
  }

  @Test
  void campaignFindsAStoreThatDoesNotSync() throws Exception {
    Map<String, String> options = Map.of("mode", "power", "durability", "os");
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (PrintStream progress = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      CheckResult result =
          new CrashCheck().run(new CheckContext(4, 100, directory, options, progress));
      assertThat(result.passed()).isFalse();
    }
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("was acknowledged");
  }

  private void run(Check check, long seed, int rounds, Map<String, String> options)
      throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    CheckResult result;
    try (PrintStream progress = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      result = check.run(new CheckContext(seed, rounds, directory, options, progress));
    }
    assertThat(result.passed())
        .as("%s%s", output.toString(StandardCharsets.UTF_8), result.figure())
        .isTrue();
  }
}
