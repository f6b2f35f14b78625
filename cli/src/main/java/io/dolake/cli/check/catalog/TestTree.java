package io.dolake.cli.check.catalog;

import io.dolake.common.check.CheckContext;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
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
 * Runs a main class of a module's test tree in a process of its own, because its class path holds
 * suites, engines and a test framework that the product does not ship. What is not built yet is
 * built first.
 */
final class TestTree {
  private static final Pattern FIGURE = Pattern.compile("([a-z-]+)=(\\d+)");

  /**
   * How it ended.
   *
   * @param lastLine the last line it printed
   * @param figures the {@code name=number} pairs of that line
   */
  record Result(boolean passed, String lastLine, Map<String, Object> figures) {}

  private final Path home = Path.of(System.getProperty("dolake.home", ".")).toAbsolutePath();
  private final String module;

  /**
   * @param module the module's folder
   */
  TestTree(String module) {
    this.module = module;
  }

  /** The module's folder. */
  Path folder() {
    return home.resolve(module);
  }

  Result run(List<String> properties, String mainClass, CheckContext context, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(properties);
    command.add("-cp");
    command.add(classPath(context));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String last = "";
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
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

  private String classPath(CheckContext context) throws IOException, InterruptedException {
    Path target = folder().resolve("target");
    Path dependencies = target.resolve("check-dependencies.txt");
    if (!Files.exists(dependencies)) {
      build(context);
    }
    return String.join(
        File.pathSeparator,
        target.resolve("test-classes").toString(),
        target.resolve("classes").toString(),
        Files.readString(dependencies).trim());
  }

  private void build(CheckContext context) throws IOException, InterruptedException {
    if (!Files.exists(home.resolve("mvnw"))) {
      throw new IOException("This check needs DoLake's sources, which are not at " + home);
    }
    context.progress().println("building " + module + " ...");
    Path log = context.workDirectory().resolve("build.log");
    Process maven =
        new ProcessBuilder(
                "./mvnw",
                "-q",
                "-B",
                "-ntp",
                "-DskipTests",
                "-Dspotless.check.skip=true",
                "-pl",
                module,
                "-am",
                "package")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (maven.waitFor() != 0) {
      throw new IOException("The build of " + module + " failed; the log is " + log);
    }
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
