package io.dolake.cli.up;

import io.dolake.catalog.CatalogServer;
import io.dolake.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dolake catalog}: the Iceberg REST catalog alone. */
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description = "Starts the Iceberg REST catalog alone, until Ctrl-C.",
    footer = {
      "",
      "  dolake catalog --data /var/lib/dolake",
      "  dolake catalog --set catalog.jdbc-url=jdbc:postgresql://db.example.org/catalog \\",
      "                 --set catalog.warehouse=s3://lake/warehouse",
      "",
      "docs/catalog.md has its keys; the database's password comes from DOLAKE_CATALOG_PASSWORD."
    })
public final class CatalogCommand implements Callable<Integer> {
  @Mixin private ConfigArguments arguments;

  @Override
  public Integer call() {
    StackConfig config = arguments.load();
    try (ServerProcess process = ServerProcess.prepare(config.dataDirectory(), "catalog");
        CatalogServer server = CatalogPart.start(config)) {
      System.out.println("catalog ready: " + server.uri());
      process.awaitStop();
    }
    return ExitCode.OK;
  }
}
