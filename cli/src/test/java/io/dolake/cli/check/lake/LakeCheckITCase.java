package io.dolake.cli.check.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few dozen cuts of the campaign; {@code bin/check lake} sees thousands. */
class LakeCheckITCase {
  @TempDir Path directory;

  @Test
  void everyCutIsTheDatabaseWhateverFails() throws Exception {
    CheckResult result =
        new LakeCheck().run(new CheckContext(11, 60, directory, Map.of("lanes", "2"), System.out));

    assertThat(result.passed()).as(result.figure()).isTrue();
  }
}
