package io.dolake.cli.up;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogOptions;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;

/** The catalog's part of the configuration: keys {@code catalog.*}. */
final class CatalogPart {
  static final int DEFAULT_PORT = 15435;
  private static final String PREFIX = "catalog.";

  private CatalogPart() {}

  static CatalogConfig of(StackConfig config) {
    try {
      return CatalogOptions.read(
          config.part(PREFIX),
          DataDirectories.create(config.dataDirectory().resolve("catalog")),
          DEFAULT_PORT,
          System::getenv);
    } catch (IllegalArgumentException e) {
      throw new DoLakeException(
          ErrorCode.CONFIGURATION_INVALID, e.getMessage(), "docs/catalog.md lists the keys");
    }
  }
}
