package io.dolake.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzITCase {
  @TempDir Path directory;

  @Test
  void serverStaysWellUnderHostileClients() throws Exception {
    long seed = new Random().nextLong();
    CheckResult result =
        new FuzzCheck().run(new CheckContext(seed, 5, directory, Map.of(), System.out));
    assertThat(result.passed()).as("seed %d: %s", seed, result.figure()).isTrue();
  }
}
