package io.dolake.catalog.rck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dolake.catalog.postgres.PrivatePostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibilityKitITCase {
  /** Cases of the kit that can run; the others are disabled or assumed away in the kit itself. */
  private static final int RUNNABLE = 147;

  @TempDir Path directory;

  @Test
  void everyRunnableCasePassesOnTheEmbeddedStore() {
    assertComplete(CompatibilityKit.runOnSqlite(directory, System.out));
  }

  @Test
  void everyRunnableCasePassesOnPostgres() {
    assumeTrue(
        PrivatePostgres.obstacle().isEmpty(), () -> PrivatePostgres.obstacle().orElseThrow());

    assertComplete(CompatibilityKit.runOnPostgres(directory, System.out));
  }

  private static void assertComplete(CompatibilityKit.Result result) {
    assertThat(result.failed()).isEmpty();
    assertThat(result.passed()).isEqualTo(RUNNABLE);
  }
}
