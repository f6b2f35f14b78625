package io.dolake.cli.up;

import io.dolake.catalog.CatalogServer;
import io.dolake.cli.lake.Lake;
import io.dolake.lake.LakeJob;
import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything in this process: catalog, node, and the lake job on an embedded Flink. Parts start in
 * the order of their dependencies and stop in reverse. Start and close on one thread.
 */
public final class EmbeddedStack implements AutoCloseable {
  static final int DEFAULT_WEB_PORT = 15436;
  static final String NAMESPACE = "main";
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStack.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private ServerProcess process;
  private CatalogServer catalog;
  private DoSqlNode node;
  private EmbeddedFlink flink;

  private EmbeddedStack() {}

  /**
   * @param out where progress is told
   * @throws io.dolake.common.error.DoLakeException what keeps a part from starting; the parts that
   *     were started are stopped again
   */
  public static EmbeddedStack start(StackConfig config, PrintStream out) {
    EmbeddedStack stack = new EmbeddedStack();
    try {
      stack.startParts(config, out);
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void startParts(StackConfig config, PrintStream out) {
    // Configuration is checked whole before anything starts.
    NodeConfig nodeConfig = NodePart.of(config);
    process = own(ServerProcess.prepare(config.dataDirectory(), "dolake"));
    catalog = own(new CatalogServer(CatalogPart.of(config)).start());
    Lake lake = own(new Lake(catalog.uri().toString(), NAMESPACE));
    node = own(NodePart.start(nodeConfig, () -> lake));
    String feed = nodeConfig.get(NodeOptions.HOST) + ":" + node.feedPort();
    LakeJob job = new LakeJob(JobPart.of(config, feed, catalog.uri().toString()));
    flink =
        own(
            EmbeddedFlink.start(
                "dolake",
                config.dataDirectory().resolve("flink"),
                config.get("web.host", "127.0.0.1"),
                config.getInt("web.port", DEFAULT_WEB_PORT),
                config.getInt("job.parallelism", 1),
                job::build));
    out.printf("database  %s%n", databaseUrl());
    out.printf("catalog   %s (Iceberg REST)%n", catalog.uri());
    out.printf("flink     http://127.0.0.1:%d/%n", flink.webPort());
    out.printf("data      %s%n", config.dataDirectory());
  }

  private <T extends AutoCloseable> T own(T part) {
    started.push(part);
    return part;
  }

  public String databaseUrl() {
    return "postgresql://127.0.0.1:" + node.pgPort() + "/" + NAMESPACE;
  }

  public URI catalogUri() {
    return catalog.uri();
  }

  ServerProcess process() {
    return process;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.error("a part did not stop cleanly", e);
      }
    }
  }
}
