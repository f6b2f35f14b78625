package io.dolake.cli.check.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few seeds of the campaign; {@code bin/check source} runs many. */
class SourceCheckITCase {
  @TempDir Path directory;

  @Test
  void collectedStateEqualsTheTablesWhateverHappensToTheJob() throws Exception {
    CheckResult result =
        new SourceCheck().run(new CheckContext(1, 3, directory, Map.of(), System.out));

    assertThat(result.passed()).as(result.figure()).isTrue();
  }
}
