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
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything in this process: catalog, node, and the lake job on an embedded Flink. Parts start in
 * the order of their dependencies and stop in reverse. Start and close on one thread.
 */
public final class EmbeddedStack implements RunningStack {
  static final String DEFAULT_WEB_HOST = "127.0.0.1";
  static final int DEFAULT_WEB_PORT = 15436;
  static final String DATABASE = "main";
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStack.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private ServerProcess process;
  private CatalogServer catalog;
  private String nodeHost;
  private DoSqlNode node;
  private EmbeddedFlink flink;

  private EmbeddedStack() {}

  /**
   * @param out where progress is told
   * @throws io.dolake.common.error.DoLakeException what keeps a part from starting; the parts that
   *     were started are stopped again
   */
  public static EmbeddedStack start(StackConfig given, PrintStream out) {
    StackConfig config = JobToken.share(given);
    EmbeddedStack stack = new EmbeddedStack();
    try {
      stack.startParts(config);
      stack.print(config, out);
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void startParts(StackConfig config) {
    // Configuration is checked whole before anything starts.
    NodeConfig nodeConfig = NodePart.of(config);
    process = own(ServerProcess.prepare(config.dataDirectory(), "dolake"));
    catalog = own(CatalogPart.start(config));
    Lake lake = own(new Lake(catalog.uri().toString()));
    node = own(NodePart.start(nodeConfig, () -> lake));
    nodeHost = nodeConfig.get(NodeOptions.HOST);
    LakeJob job = new LakeJob(JobPart.of(config, feedAddress(), catalog.uri().toString()));
    flink = own(EmbeddedFlink.start(config, job::build));
  }

  private void print(StackConfig config, PrintStream out) {
    out.printf("  database  %s%n", databaseUrl());
    out.printf("  catalog   %s (Iceberg REST)%n", catalog.uri());
    out.printf("  flink     %s%n", flink.uri());
    out.printf("  data      %s%n", config.dataDirectory());
    out.printf("  log       %s%n", config.dataDirectory().resolve("dolake.log"));
  }

  private <T extends AutoCloseable> T own(T part) {
    started.push(part);
    return part;
  }

  static String databaseUrl(String host, int port) {
    return "postgresql://" + LocalAddress.toConnect(host) + ":" + port + "/" + DATABASE;
  }

  @Override
  public String databaseUrl() {
    return databaseUrl(nodeHost, node.pgPort());
  }

  @Override
  public URI catalogUri() {
    return catalog.uri();
  }

  @Override
  public String feedAddress() {
    return LocalAddress.toConnect(nodeHost) + ":" + node.feedPort();
  }

  /** None: the parts share this process. */
  @Override
  public List<String> killableParts() {
    return List.of();
  }

  @Override
  public void kill(String part) {
    throw new IllegalArgumentException("there is no part " + part + " that could be killed alone");
  }

  @Override
  public boolean awaitStop(long millis) {
    return process.awaitStop(millis);
  }

  /** Why the lake job has ended for good; empty while it runs or is to be restarted. */
  Optional<String> jobEnd() {
    return flink.end();
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
