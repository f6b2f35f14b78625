package io.dolake.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs Spark SQL in a process of its own against the REST catalog, which it knows as {@code lake}.
 */
final class SparkProcess {
  private static final long LIMIT_SECONDS = 180;

  private SparkProcess() {}

  /**
   * @param directory for the result and Spark's log
   * @return rows by statement, values separated by tabs
   */
  static Map<String, List<String>> run(Path directory, String catalogUri, List<String> statements)
      throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("dolake.spark.home"));
    Path result = directory.resolve("spark-result.txt");
    Path log = directory.resolve("spark.log");
    List<String> command = new ArrayList<>(Jvm.command("512m"));
    command.addAll(
        List.of(
            "-cp",
            home.resolve("classes") + ":" + Files.readString(home.resolve("classpath.txt")).strip(),
            "io.dolake.e2e.spark.SparkReader",
            catalogUri,
            result.toString()));
    command.addAll(statements);
    Process spark =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!spark.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || spark.exitValue() != 0) {
        List<String> lines = Files.readAllLines(log);
        throw new AssertionError(
            "Spark failed:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
      }
    } finally {
      spark.destroyForcibly();
    }
    return parse(Files.readAllLines(result));
  }

  private static Map<String, List<String>> parse(List<String> lines) {
    Map<String, List<String>> results = new LinkedHashMap<>();
    List<String> rows = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("# ")) {
        rows = new ArrayList<>();
        results.put(line.substring(2), rows);
      } else {
        rows.add(line);
      }
    }
    return results;
  }
}
