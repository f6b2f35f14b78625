package io.dolake.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's first session as written, but for the ports. What depends on the machine's speed
 * (numbers, times, how many lines of progress) may differ; words and rows may not. Without psql on
 * the machine its reads are left out, and its writes are made by {@code bin/dolake sql}.
 */
class ReadmeITCase {
  private static final Path README = Path.of("..", "README.md");
  private static final long LIMIT_SECONDS = 180;
  private static final List<String> KEYS =
      List.of("node.pg.port", "node.feed.port", "node.http.port", "catalog.port", "web.port");
  private static final int FIRST_PORT = 15432;

  @TempDir Path directory;
  private List<Integer> ports;

  @Test
  void firstSessionSaysWhatTheReadmeSays() throws Exception {
    List<ReadmeSession.Step> steps = ReadmeSession.read(README);
    assertThat(steps).hasSizeGreaterThanOrEqualTo(10);
    ports = FreePorts.take(KEYS.size());
    makeCommand();
    boolean psql = run("command -v psql").exitCode() == 0;
    try (DoLakeProcess up = startUp()) {
      for (ReadmeSession.Step step : steps) {
        String command = step.command();
        if (command.startsWith("psql ") && !psql) {
          if (command.contains("UPDATE")) {
            assertSays(asOneScript(command), List.of());
          }
          continue;
        }
        assertSays(command, step.output());
      }
      assertThat(up.stop()).isEqualTo(143);
      assertThat(up.output()).doesNotContain("\tat ");
    }
  }

  private DoLakeProcess startUp() throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("up", "--data", directory.resolve("data").toString()));
    for (int i = 0; i < KEYS.size(); i++) {
      arguments.addAll(List.of("--set", KEYS.get(i) + "=" + ports.get(i)));
    }
    return DoLakeProcess.start(directory, "Ctrl-C stops", arguments.toArray(String[]::new));
  }

  /** The lake follows a moment later, so a command is tried until it says what it should. */
  private void assertSays(String command, List<String> expected) {
    Awaitility.await(command)
        .atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
        .pollInterval(500, TimeUnit.MILLISECONDS)
        .untilAsserted(
            () -> {
              Result result = run(command);
              assertThat(result.exitCode()).as(result.output()).isZero();
              assertThat(shape(result.output().lines().toList())).isEqualTo(shape(expected));
            });
  }

  private record Result(int exitCode, String output) {}

  private Result run(String command) throws IOException, InterruptedException {
    String here = command;
    for (int i = 0; i < KEYS.size(); i++) {
      here = here.replace(Integer.toString(FIRST_PORT + i), ports.get(i).toString());
    }
    if (here.startsWith("bin/dolake status")) {
      // Its parts are asked at their usual ports unless told otherwise.
      here += " --feed 127.0.0.1:%d --catalog http://127.0.0.1:%d/ --flink http://127.0.0.1:%d/";
      here = here.formatted(ports.get(1), ports.get(3), ports.get(4));
    } else if (here.startsWith("bin/dolake verify")) {
      here += " --url postgresql://127.0.0.1:%d/main --feed 127.0.0.1:%d";
      here = here.formatted(ports.get(0), ports.get(1));
    } else if (here.startsWith("bin/dolake sql")) {
      here += " postgresql://127.0.0.1:%d/main".formatted(ports.get(0));
    }
    Path output = Files.createTempFile(directory, "command-", ".out");
    Process process =
        new ProcessBuilder("bash", "-c", here)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as(here).isTrue();
      return new Result(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }

  /** {@code bin/dolake} of this build, without the launcher's own build. */
  private void makeCommand() throws IOException {
    String dolake =
        DoLakeProcess.command("512m").stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Path command = Files.createDirectories(directory.resolve("bin")).resolve("dolake");
    Files.writeString(command, "#!/usr/bin/env bash\nexec " + dolake + " \"$@\"\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** psql's commands in one call of the shell. */
  private static String asOneScript(String psql) {
    StringBuilder script = new StringBuilder();
    for (String part : psql.split(" -c \"", -1)) {
      if (part.endsWith("\"")) {
        script.append(part, 0, part.length() - 1).append("; ");
      }
    }
    return "bin/dolake sql -c \"" + script + "\"";
  }

  /** Lines with numbers as N and blanks as one; lines of progress, of which there may be any. */
  private static List<String> shape(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.matches("\\s*\\d+ s( .*)?"))
        .map(line -> line.matches("[│┌├└].*") ? line : line.replaceAll("\\d[\\d,.]*", "N"))
        .map(line -> line.replaceAll("\\bmin ago|\\bh ago", "s ago"))
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
