package io.dolake.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/launch.sh} on machines that lack something: a copy of it with made-up JDKs. */
class LauncherTest {
  private static final Path LAUNCHERS = Path.of("..", "bin");
  private static final int ENVIRONMENT = 3;

  @TempDir Path home;

  private record Result(int exitCode, String output) {}

  @BeforeEach
  void copyLaunchers() throws IOException {
    Files.createDirectories(home.resolve("bin"));
    for (String name : new String[] {"dolake", "check", "launch.sh"}) {
      Files.copy(LAUNCHERS.resolve(name), home.resolve("bin").resolve(name));
    }
  }

  @Test
  void missingJavaIsNamed() throws Exception {
    assertFails(run("", "/usr/bin:/bin", Map.of("JAVA_HOME", "/nowhere")), "JAVA_HOME is /nowhere");
    Path tools = Files.createDirectories(home.resolve("path"));
    for (String tool : new String[] {"dirname", "sed", "head"}) {
      executable(tools.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(findTool(tool)));
    }
    assertFails(run("", tools.toString(), Map.of()), "no Java found");
  }

  @Test
  void oldJavaIsNamed() throws Exception {
    Path java = fakeJava("11.0.2");
    assertFails(run("", "/usr/bin:/bin", Map.of("JAVA_HOME", java.toString())), "is version 11");
  }

  @Test
  void runtimeWithoutCompilerIsNamedWhenThereIsSomethingToBuild() throws Exception {
    Path java = fakeJava("17.0.9");
    assertFails(run("", "/usr/bin:/bin", Map.of("JAVA_HOME", java.toString())), "has no compiler");
  }

  @Test
  void distributionRunsWithoutBuildAndHandsArgumentsOn() throws Exception {
    Path java = fakeJava("21");
    Files.createDirectories(home.resolve("lib"));
    Result result = run("sql -c 'a b'", "/usr/bin:/bin", Map.of("JAVA_HOME", java.toString()));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("[io.dolake.cli.DoLake][sql][-c][a b]");
  }

  private static void assertFails(Result result, String text) {
    assertThat(result.exitCode()).as(result.output()).isEqualTo(ENVIRONMENT);
    assertThat(result.output().lines()).hasSize(2);
    assertThat(result.output()).startsWith("dolake: ").contains(text).contains("hint: ");
  }

  /** A java that knows its version only, and otherwise shows its last arguments. */
  private Path fakeJava(String version) throws IOException {
    Path java = Files.createDirectories(home.resolve("jdk").resolve("bin")).resolve("java");
    executable(
        java,
        """
        #!/usr/bin/env bash
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2024-01-01' >&2; exit 0; fi
        while [ "$1" != io.dolake.cli.DoLake ]; do shift; done
        printf '[%%s]' "$@"
        """
            .formatted(version));
    return home.resolve("jdk");
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path findTool(String name) {
    for (String directory : new String[] {"/usr/bin", "/bin"}) {
      Path tool = Path.of(directory, name);
      if (Files.isExecutable(tool)) {
        return tool;
      }
    }
    throw new AssertionError("no " + name);
  }

  private Result run(String arguments, String path, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                findTool("bash").toString(),
                "-c",
                findTool("bash") + " '" + home.resolve("bin").resolve("dolake") + "' " + arguments)
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }
}
