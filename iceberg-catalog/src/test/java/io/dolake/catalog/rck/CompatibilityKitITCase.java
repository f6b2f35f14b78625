package io.dolake.catalog.rck;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogServer;
import io.dolake.catalog.storage.LocalFileIO;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibilityKitITCase {
  /** Cases of the kit that can run; the others are disabled or assumed away in the kit itself. */
  private static final int RUNNABLE = 147;

  @TempDir Path directory;

  @Test
  void everyRunnableCasePassesOnTheEmbeddedStore() {
    CatalogConfig config =
        CatalogConfig.builder()
            .jdbcUrl("jdbc:sqlite:" + directory.resolve("catalog.db"))
            .warehouseLocation(LocalFileIO.uriOf(directory.resolve("warehouse")))
            // Some cases choose locations of their own, in /tmp and in the system's temporary
            // folder.
            .allowedLocations(List.of("file:/tmp", "file:" + System.getProperty("java.io.tmpdir")))
            .build();
    try (CatalogServer server = new CatalogServer(config).start()) {
      CompatibilityKit.Result result =
          CompatibilityKit.run(
              server.uri().toString(), server.config().warehouseLocation(), System.out);

      assertThat(result.failed()).isEmpty();
      assertThat(result.passed()).isEqualTo(RUNNABLE);
    }
  }
}
