package io.dolake.cli.check.catalog;

import io.dolake.common.check.CheckContext;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a main class of the catalog's test tree in a process of its own, because its class path
 * holds suites and a test framework that the product does not ship.
 */
final class CatalogSuite {
  private static final Pattern FIGURE = Pattern.compile("([a-z-]+)=(\\d+)");

  /**
   * How it ended.
   *
   * @param lastLine the last line it printed
   * @param figures the {@code name=number} pairs of that line
   */
  record Result(boolean passed, String lastLine, Map<String, Object> figures) {}

  private CatalogSuite() {}

  static Result run(String mainClass, List<String> arguments, CheckContext context)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-cp");
    command.add(classPath());
    command.add(mainClass);
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String last = "";
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (!line.isBlank()) {
          context.progress().println(line);
          last = line;
        }
      }
    } finally {
      process.destroy();
    }
    return new Result(process.waitFor() == 0, last, figures(last));
  }

  private static String classPath() throws IOException {
    Path target = Path.of(System.getProperty("dolake.home", "."), "iceberg-catalog", "target");
    Path dependencies = target.resolve("check-dependencies.txt");
    if (!Files.exists(dependencies)) {
      throw new IOException(
          "This check needs a source tree that was built: "
              + dependencies
              + " is missing; run ./mvnw -pl iceberg-catalog -am -DskipTests package");
    }
    return String.join(
        File.pathSeparator,
        target.resolve("test-classes").toString(),
        target.resolve("classes").toString(),
        Files.readString(dependencies).trim());
  }

  private static Map<String, Object> figures(String line) {
    Map<String, Object> figures = new HashMap<>();
    Matcher matcher = FIGURE.matcher(line);
    while (matcher.find()) {
      figures.put(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
    return figures;
  }
}
