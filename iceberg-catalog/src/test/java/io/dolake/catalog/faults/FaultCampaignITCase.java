package io.dolake.catalog.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dolake.catalog.postgres.PrivatePostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short round of {@code bin/check catalog-faults} on each store. */
class FaultCampaignITCase {
  private static final long SEED = 20_260_101;

  @TempDir Path directory;

  @Test
  void transactionsAreAtomicOnSqliteWhateverFails() throws Exception {
    assertSound(new FaultCampaign(SEED, 15, 2, System.out).runOnSqlite(directory));
  }

  @Test
  void transactionsAreAtomicOnPostgresWhateverFails() throws Exception {
    assumeTrue(
        PrivatePostgres.obstacle().isEmpty(), () -> PrivatePostgres.obstacle().orElseThrow());

    assertSound(new FaultCampaign(SEED + 1, 15, 2, System.out).runOnPostgres(directory));
  }

  private static void assertSound(FaultCampaign.Report report) {
    assertThat(report.violations()).as("seed " + SEED).isEmpty();
    assertThat(report.committed()).as("seed " + SEED).isPositive();
    assertThat(report.observations()).isPositive();
  }
}
