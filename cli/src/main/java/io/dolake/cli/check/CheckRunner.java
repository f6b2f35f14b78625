package io.dolake.cli.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dolake.cli.ExitCode;
import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Finds a check by name, runs it in an empty directory, prints its figure last. */
final class CheckRunner {
  private final Check.Kind kind;
  private final String command;
  private final PrintStream out = System.out;

  CheckRunner(Check.Kind kind, String command) {
    this.kind = kind;
    this.command = command;
  }

  int run(CheckArguments arguments) throws Exception {
    if (arguments.name == null) {
      list();
      return ExitCode.OK;
    }
    Check check = find(arguments.name);
    if (arguments.help) {
      out.println(check.help());
      return ExitCode.OK;
    }
    long seed =
        arguments.seed != null
            ? arguments.seed
            : ThreadLocalRandom.current().nextLong(1, 1_000_000_000L);
    int rounds = arguments.rounds != null ? arguments.rounds : check.defaultRounds();
    out.printf("%s: seed %d, rounds %d%n", check.name(), seed, rounds);
    Path directory = Files.createTempDirectory("dolake-" + check.name() + "-");
    long startNanos = System.nanoTime();
    CheckResult result =
        check.run(new CheckContext(seed, rounds, directory, options(arguments.options), out));
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    if (arguments.json != null) {
      writeJson(arguments.json, check, seed, rounds, seconds, result);
    }
    if (result.passed()) {
      deleteTree(directory);
    } else {
      out.printf("files are kept in %s; repeat with --seed %d%n", directory, seed);
    }
    out.println(result.figure());
    return result.passed() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void list() {
    List<Check> checks = all().toList();
    int width = checks.stream().mapToInt(c -> c.name().length()).max().orElse(0);
    for (Check check : checks) {
      out.printf("  %-" + Math.max(1, width) + "s  %s%n", check.name(), check.description());
    }
    out.printf(
        "%n%s NAME [--seed N] [--rounds N] [--json FILE]; %s NAME --help tells more%n",
        command, command);
  }

  private Check find(String name) {
    return all()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new DoLakeException(
                    ErrorCode.INVALID_PARAMETER,
                    "there is no '" + name + "' here",
                    command
                        + " lists what there is: "
                        + String.join(", ", all().map(Check::name).toList())));
  }

  private Stream<Check> all() {
    return ServiceLoader.load(Check.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(check -> check.kind() == kind)
        .sorted(Comparator.comparing(Check::name));
  }

  /** {@code --name value} pairs, or {@code --name} alone for true. */
  static Map<String, String> options(List<String> words) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--") || word.length() == 2) {
        throw new DoLakeException(
            ErrorCode.INVALID_PARAMETER,
            "'" + word + "' is not an option",
            "options are written --name value");
      }
      int equals = word.indexOf('=');
      if (equals > 0) {
        options.put(word.substring(2, equals), word.substring(equals + 1));
      } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
        options.put(word.substring(2), words.get(++i));
      } else {
        options.put(word.substring(2), "true");
      }
    }
    return options;
  }

  private static void writeJson(
      Path file, Check check, long seed, int rounds, double seconds, CheckResult result)
      throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", check.name());
    json.put("seed", seed);
    json.put("rounds", rounds);
    json.put("seconds", seconds);
    json.put("passed", result.passed());
    json.put("figure", result.figure());
    json.put("values", result.values());
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
  }

  private static void deleteTree(Path root) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(root)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
