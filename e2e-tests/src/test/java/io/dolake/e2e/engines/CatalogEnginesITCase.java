package io.dolake.e2e.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogEnginesITCase {
  @TempDir Path directory;

  /** The other warehouses are {@code bin/check catalog-engines}. */
  @Test
  void sparkFlinkAndJavaWorkWithTablesAndViewsOfTheCatalog() throws Exception {
    assertThat(new CatalogEngines(directory, System.out).run(CatalogEngines.Warehouse.LOCAL))
        .isEqualTo(4);
  }
}
