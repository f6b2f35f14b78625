package io.dolake.cli.up;

import io.dolake.catalog.CatalogConfig;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * Catalog, node and lake job in a process each, as production runs them, started again when one of
 * them dies. Their common configuration is written to {@code parts.properties} in the data
 * directory. Start and close on one thread.
 */
public final class SeparateStack implements RunningStack {
  private static final String MAIN_CLASS = "io.dolake.cli.DoLake";

  private final Path dataDirectory;
  private final Path configFile;
  private final Map<String, String> values;
  private final ServerProcess process;
  private final Deque<SupervisedPart> parts = new ArrayDeque<>();
  private String databaseUrl;
  private URI catalogUri;
  private String feedAddress;
  private URI flinkUri;

  private SeparateStack(StackConfig config) {
    this.dataDirectory = config.dataDirectory();
    this.configFile = dataDirectory.resolve("parts.properties");
    this.values = new LinkedHashMap<>(config.values());
    this.process = ServerProcess.prepare(dataDirectory, "dolake");
  }

  /**
   * @param out where progress is told
   * @param news told when a part dies and when it is back; on another thread
   * @throws DoLakeException what keeps a part from starting; the parts that were started are
   *     stopped again
   */
  public static SeparateStack start(StackConfig given, PrintStream out, Consumer<String> news) {
    StackConfig config = JobToken.share(given);
    NodeConfig nodeConfig = NodePart.of(config);
    SeparateStack stack = new SeparateStack(config);
    try {
      stack.choosePorts(config, nodeConfig);
      stack.writeConfig();
      stack.startPart("catalog", List.of(), news);
      stack.startPart("node", List.of("--catalog", stack.catalogUri.toString()), news);
      stack.startPart("job", List.of(), news);
      stack.print(out);
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** Ports stay the same over restarts of a part, so they are chosen here once. */
  private void choosePorts(StackConfig config, NodeConfig nodeConfig) {
    String nodeHost = nodeConfig.get(NodeOptions.HOST);
    int pgPort = choose(nodeHost, nodeConfig.get(NodeOptions.PG_PORT), "node.pg.port");
    int feedPort = choose(nodeHost, nodeConfig.get(NodeOptions.FEED_PORT), "node.feed.port");
    choose(nodeHost, nodeConfig.get(NodeOptions.HTTP_PORT), "node.http.port");
    CatalogConfig catalog = CatalogPart.of(config);
    int catalogPort = choose(catalog.http().host(), catalog.http().port(), "catalog.port");
    String webHost = config.get("web.host", EmbeddedStack.DEFAULT_WEB_HOST);
    int webPort =
        choose(webHost, config.getInt("web.port", EmbeddedStack.DEFAULT_WEB_PORT), "web.port");
    databaseUrl = EmbeddedStack.databaseUrl(nodeHost, pgPort);
    feedAddress = LocalAddress.toConnect(nodeHost) + ":" + feedPort;
    catalogUri = httpUri(catalog.http().host(), catalogPort);
    flinkUri = httpUri(webHost, webPort);
    values.putIfAbsent("job.node", feedAddress);
    values.putIfAbsent("job.catalog", catalogUri.toString());
  }

  private int choose(String host, int port, String key) {
    int chosen = LocalAddress.port(host, port, key);
    values.put(key, Integer.toString(chosen));
    return chosen;
  }

  private static URI httpUri(String host, int port) {
    return URI.create("http://" + LocalAddress.toConnect(host) + ":" + port + "/");
  }

  /** The file may hold secrets of the configuration it was made from: it is for its owner only. */
  private void writeConfig() {
    Properties properties = new Properties();
    properties.putAll(values);
    try {
      Files.deleteIfExists(configFile);
      Files.createFile(
          configFile,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (BufferedWriter writer = Files.newBufferedWriter(configFile, StandardCharsets.UTF_8)) {
        properties.store(writer, "Made by DoLake for the parts it started; see docs/operations.md");
      }
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR,
          "cannot write " + configFile + ": " + e.getMessage(),
          "name another directory with --data",
          e);
    }
  }

  private void startPart(String name, List<String> more, Consumer<String> news) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(ServerProcess.parentOption(ProcessHandle.current().pid()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS, name));
    command.addAll(List.of("--data", dataDirectory.toString()));
    command.addAll(List.of("--config", configFile.toString()));
    command.addAll(more);
    parts.push(SupervisedPart.start(name, command, news));
  }

  private void print(PrintStream out) {
    out.printf("  database  %s%n", databaseUrl);
    out.printf("  catalog   %s (Iceberg REST)%n", catalogUri);
    out.printf("  flink     %s%n", flinkUri);
    out.printf("  data      %s%n", dataDirectory);
    parts
        .descendingIterator()
        .forEachRemaining(
            part ->
                out.printf(
                    "  %-8s  process %d, log %s%n",
                    part.name(), part.processId(), dataDirectory.resolve(part.name() + ".log")));
  }

  @Override
  public String databaseUrl() {
    return databaseUrl;
  }

  @Override
  public URI catalogUri() {
    return catalogUri;
  }

  @Override
  public String feedAddress() {
    return feedAddress;
  }

  @Override
  public List<String> killableParts() {
    List<String> names = new ArrayList<>();
    parts.descendingIterator().forEachRemaining(part -> names.add(part.name()));
    return names;
  }

  @Override
  public void kill(String name) {
    parts.stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no part " + name))
        .kill();
  }

  @Override
  public boolean awaitStop(long millis) {
    return process.awaitStop(millis);
  }

  @Override
  public void close() {
    parts.forEach(SupervisedPart::expectEnd);
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
    process.close();
  }
}
