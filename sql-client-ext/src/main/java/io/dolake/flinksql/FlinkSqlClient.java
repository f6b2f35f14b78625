package io.dolake.flinksql;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.client.SqlClient;

/**
 * Flink's SQL client, embedded, with jobs in its own process: nothing else has to run. With {@code
 * FLINK_CONF_DIR} set, that configuration (and so maybe a cluster) is used instead.
 *
 * <p>Arguments are those of Flink's client, such as {@code -f script.sql} and {@code -i init.sql}.
 */
public final class FlinkSqlClient {
  /** Flink looks for its configuration here and nowhere else that a process could set itself. */
  private static final String CONFIGURATION_DIRECTORY = "FLINK_CONF_DIR";

  /** Small enough for a laptop; a session may set its own. */
  private static final Map<String, String> LOCAL_CONFIGURATION =
      new TreeMap<>(
          Map.of(
              "execution.target", "local",
              "execution.attached", "true",
              "parallelism.default", "1",
              "taskmanager.numberOfTaskSlots", "8",
              "execution.checkpointing.interval", "1s",
              "sql-client.execution.result-mode", "tableau"));

  private FlinkSqlClient() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(List.of(args)));
  }

  /** Runs the client until it ends and returns its exit code. */
  public static int run(List<String> arguments) throws IOException, InterruptedException {
    if (System.getenv(CONFIGURATION_DIRECTORY) != null) {
      SqlClient.main(arguments.toArray(String[]::new));
      return 0;
    }
    return runWithLocalConfiguration(arguments);
  }

  /** Runs the client in a child process whose environment names a configuration of ours. */
  static int runWithLocalConfiguration(List<String> arguments)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("dolake-flink-sql");
    Path file = directory.resolve("config.yaml");
    try {
      StringBuilder yaml = new StringBuilder();
      LOCAL_CONFIGURATION.forEach(
          (key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
      Files.writeString(file, yaml, StandardCharsets.UTF_8);
      ProcessBuilder client = new ProcessBuilder(command(arguments)).inheritIO();
      client.environment().put(CONFIGURATION_DIRECTORY, directory.toString());
      return client.start().waitFor();
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // Flink's serializers look into these.
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FlinkSqlClient.class.getName());
    command.addAll(arguments);
    return command;
  }
}
