package io.dolake.flinksql;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.client.SqlClient;

/**
 * Flink's SQL client in a process of its own, which also runs the jobs: nothing else has to run.
 * With {@code FLINK_CONF_DIR} set, that configuration (and so maybe a cluster) is used instead.
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
              // Iceberg's thread pools outlive the job that started them, and keep its class
              // loader.
              "classloader.check-leaked-classloader", "false",
              "sql-client.execution.result-mode", "tableau"));

  /**
   * Jars of Flink that hold whole libraries under their common names (the planner's compiler, the
   * client's terminal), which break when classes of another version are found before them.
   */
  private static final List<String> FIRST = List.of("flink-table-runtime-", "flink-sql-client-");

  private static final long STOP_SECONDS = 20;

  private FlinkSqlClient() {}

  /** Runs the client on this process's class path until it ends and returns its exit code. */
  public static int run(List<String> arguments) throws IOException, InterruptedException {
    return run(ordered(System.getProperty("java.class.path")), Redirect.INHERIT, arguments);
  }

  /**
   * Runs the client until it ends and returns its exit code.
   *
   * @param classPath Flink, its SQL client and what a session needs beside them
   * @param output where the client's output goes, errors included
   */
  public static int run(String classPath, Redirect output, List<String> arguments)
      throws IOException, InterruptedException {
    ProcessBuilder client = client(classPath, arguments).redirectOutput(output);
    if (System.getenv(CONFIGURATION_DIRECTORY) != null) {
      return waitFor(client);
    }
    Path directory = Files.createTempDirectory("dolake-flink-sql");
    Path file = directory.resolve("config.yaml");
    try {
      StringBuilder yaml = new StringBuilder();
      LOCAL_CONFIGURATION.forEach(
          (key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
      Files.writeString(file, yaml, StandardCharsets.UTF_8);
      client.environment().put(CONFIGURATION_DIRECTORY, directory.toString());
      return waitFor(client);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  /** The client ends when this process is told to: its jobs would run on for nobody. */
  private static int waitFor(ProcessBuilder builder) throws IOException, InterruptedException {
    Process client = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(client), "flink-sql-stop"));
    return client.waitFor();
  }

  private static void stop(Process client) {
    client.destroy();
    try {
      if (!client.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        client.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ProcessBuilder client(String classPath, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // Flink's serializers look into these.
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-cp");
    command.add(classPath);
    command.add(SqlClient.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().redirectErrorStream(true);
  }

  /** The class path with the jars that must come first at its head. */
  static String ordered(String classPath) {
    Map<Boolean, List<String>> entries =
        Arrays.stream(classPath.split(File.pathSeparator))
            .collect(Collectors.partitioningBy(FlinkSqlClient::comesFirst));
    return Stream.concat(entries.get(true).stream(), entries.get(false).stream())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean comesFirst(String entry) {
    Path name = Path.of(entry).getFileName();
    return name != null && FIRST.stream().anyMatch(name.toString()::startsWith);
  }
}
