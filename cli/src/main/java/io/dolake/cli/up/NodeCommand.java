package io.dolake.cli.up;

import io.dolake.cli.ExitCode;
import io.dolake.cli.lake.Lake;
import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dolake node}: the database and its change feed alone. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = "Starts the database and its change feed alone, until Ctrl-C.",
    footer = {
      "",
      "  dolake node --data /var/lib/dolake --catalog http://catalog.example.org:15435/",
      "  dolake node --set node.host=0.0.0.0 --set node.pg.port=5432"
    })
public final class NodeCommand implements Callable<Integer> {
  @Mixin private ConfigArguments arguments;

  @Option(
      names = "--catalog",
      paramLabel = "URI",
      defaultValue = "http://127.0.0.1:15435/",
      description = "Catalog that lake queries go to (default: ${DEFAULT-VALUE}); may start later.")
  private String catalog;

  @Override
  public Integer call() {
    StackConfig config = arguments.load();
    NodeConfig nodeConfig = NodePart.of(config);
    try (ServerProcess process = ServerProcess.prepare(config.dataDirectory(), "node");
        LazyLake lake = new LazyLake(catalog);
        DoSqlNode node = NodePart.start(nodeConfig, lake)) {
      System.out.printf(
          "node ready: postgresql://%s:%d/%s, feed on port %d%n",
          nodeConfig.get(NodeOptions.HOST), node.pgPort(), EmbeddedStack.DATABASE, node.feedPort());
      process.awaitStop();
    }
    return ExitCode.OK;
  }

  /** Connects to the catalog at the first lake query, so that the node needs none to start. */
  private static final class LazyLake implements java.util.function.Supplier<Lake>, AutoCloseable {
    private final String catalogUri;
    private Lake lake;

    LazyLake(String catalogUri) {
      this.catalogUri = catalogUri;
    }

    @Override
    public synchronized Lake get() {
      if (lake == null) {
        lake = new Lake(catalogUri);
      }
      return lake;
    }

    @Override
    public synchronized void close() {
      if (lake != null) {
        lake.close();
      }
    }
  }
}
