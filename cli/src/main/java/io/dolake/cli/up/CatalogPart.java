package io.dolake.cli.up;

import io.dolake.catalog.CatalogConfig;
import io.dolake.catalog.CatalogOptions;
import io.dolake.catalog.CatalogServer;
import io.dolake.catalog.store.StoreUnavailableException;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.UncheckedIOException;
import java.net.BindException;

/** The catalog's part of the configuration: keys {@code catalog.*}. */
final class CatalogPart {
  static final int DEFAULT_PORT = 15435;
  private static final String PREFIX = "catalog.";

  private CatalogPart() {}

  /**
   * @throws DoLakeException CONFIGURATION_INVALID
   */
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

  /**
   * Starts a catalog; the caller closes it.
   *
   * @throws DoLakeException CONFIGURATION_INVALID; PORT_IN_USE; IO_ERROR if its database or its
   *     warehouse cannot be used
   */
  static CatalogServer start(StackConfig config) {
    CatalogConfig catalogConfig = of(config);
    CatalogServer server = null;
    try {
      server = new CatalogServer(catalogConfig);
      return server.start();
    } catch (StoreUnavailableException | UncheckedIOException | IllegalStateException e) {
      if (server != null) {
        server.close();
      }
      throw notStarted(catalogConfig, e);
    }
  }

  private static DoLakeException notStarted(CatalogConfig config, RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new DoLakeException(
            ErrorCode.PORT_IN_USE,
            "the catalog cannot listen on " + config.http().host() + ":" + config.http().port(),
            "stop what listens there, or choose another port: --set catalog.port=0 takes a free"
                + " one",
            e);
      }
    }
    return new DoLakeException(
        ErrorCode.IO_ERROR,
        "the catalog does not start: " + e.getMessage(),
        "docs/catalog.md says what it needs",
        e);
  }
}
