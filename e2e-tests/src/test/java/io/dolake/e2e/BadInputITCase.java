package io.dolake.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people get wrong, and what is wrong around us: one line that says what and a hint that says
 * what to do, the documented exit code, no stack trace, nothing damaged.
 */
class BadInputITCase {
  private static final long LIMIT_SECONDS = 120;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int ENVIRONMENT = 3;

  /** SIGTERM; Ctrl-C would give 130, and takes the same way. */
  private static final int TERMINATED = 143;

  @TempDir Path directory;

  @Test
  void wrongFlagsAreNamed() throws Exception {
    assertFails(USAGE, "--sekonds", "demo", "--sekonds", "5");
    assertFails(USAGE, "--seconds is 0", "demo", "--seconds", "0");
    assertFails(USAGE, "'jobb', which is no part", "demo", "--kill", "jobb");
    assertFails(USAGE, "'http://x' is not the URL of a database", "sql", "http://x");
  }

  @Test
  void wrongConfigurationIsNamedWholeBeforeAnythingStarts() throws Exception {
    Path data = directory.resolve("never-made");
    DoLakeProcess up =
        assertFails(
            USAGE,
            "'nood.pg.port' belongs to no part",
            up(data, "nood.pg.port=1", "catlog.port=2"));
    assertThat(up.output()).contains("'catlog.port' belongs to no part");
    assertFails(USAGE, "pg.port", up(data, "node.pg.port=many"));
    assertThat(data).doesNotExist();
  }

  @Test
  void partsThatDoNotAnswerAreNamed() throws Exception {
    String port = FreePorts.take(1).get(0).toString();
    String url = "postgresql://127.0.0.1:" + port + "/main";
    assertFails(ENVIRONMENT, "cannot connect to " + url, "sql", url, "-c", "SELECT 1");
    assertFails(ENVIRONMENT, "cannot connect to " + url, "verify", "--url", url);
    DoLakeProcess status =
        DoLakeProcess.run(
            directory,
            LIMIT_SECONDS,
            "status",
            "--feed",
            "127.0.0.1:" + port,
            "--catalog",
            "http://127.0.0.1:" + port + "/",
            "--flink",
            "http://127.0.0.1:" + port + "/");
    assertThat(status.exitCode()).as(status.output()).isEqualTo(ENVIRONMENT);
    assertThat(status.output().lines().filter(line -> line.contains("DOWN"))).hasSize(3);
    assertThat(status.output()).doesNotContain("\tat ");
  }

  @Test
  void takenPortsAreNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      for (String key : List.of("node.pg.port", "node.feed.port", "catalog.port", "web.port")) {
        DoLakeProcess up =
            assertFails(
                ENVIRONMENT,
                Integer.toString(port),
                up(directory.resolve("data"), key + "=" + port));
        assertThat(up.output()).as(key).contains("[DL402]").contains("hint: ");
      }
    }
  }

  @Test
  void lockedDirectoryAndDirectoryOfAnotherVersionAreRefusedAndLeftAlone() throws Exception {
    Path data = directory.resolve("data");
    try (DoLakeProcess running =
        DoLakeProcess.start(directory, "node ready", part("node", data, "node.pg.port=0"))) {
      assertFails(ENVIRONMENT, "[DL101]", part("node", data, "node.pg.port=0"));
      assertThat(running.stop()).isEqualTo(TERMINATED);
    }
    Path format = data.resolve("node").resolve("FORMAT");
    String original = Files.readString(format);
    Files.writeString(format, original.replaceAll("\\d+", "999"));
    assertFails(ENVIRONMENT, "[DL103]", part("node", data, "node.pg.port=0"));

    Files.writeString(format, original);
    try (DoLakeProcess again =
        DoLakeProcess.start(directory, "node ready", part("node", data, "node.pg.port=0"))) {
      assertThat(again.output()).contains("node ready");
    }
  }

  @Test
  void directoryThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    assertFails(ENVIRONMENT, "cannot be made", up(file.resolve("data")));
  }

  @Test
  void failedStatementGivesExitCodeOneAndItsPlace() throws Exception {
    int port = FreePorts.take(1).get(0);
    Path data = directory.resolve("data");
    try (DoLakeProcess node =
        DoLakeProcess.start(directory, "node ready", part("node", data, "node.pg.port=" + port))) {
      String url = "postgresql://127.0.0.1:" + port + "/main";
      DoLakeProcess sql =
          assertFails(FAILED, "[42P01]", "sql", url, "-c", "SELECT 1;\nSELECT * FROM nothing;");
      assertThat(sql.output()).contains("SELECT * FROM nothing").contains("^");
      assertFails(FAILED, "does not answer", "sql", url, "-c", "SELECT * FROM lake.nothing");
      assertThat(node.output()).doesNotContain("\tat ");
    }
  }

  @Test
  void demoLeavesTablesOfOthersAlone() throws Exception {
    List<Integer> ports = FreePorts.take(3);
    String url = "postgresql://127.0.0.1:" + ports.get(0) + "/main";
    String[] settings = {
      "node.pg.port=" + ports.get(0),
      "node.feed.port=" + ports.get(1),
      "catalog.port=" + ports.get(2)
    };
    try (DoLakeProcess up =
        DoLakeProcess.start(directory, "Ctrl-C stops", up(directory.resolve("data"), settings))) {
      String create = "CREATE TABLE orders (id BIGINT PRIMARY KEY); INSERT INTO orders VALUES (1)";
      DoLakeProcess made = DoLakeProcess.run(directory, LIMIT_SECONDS, "sql", url, "-c", create);
      assertThat(made.exitCode()).as(made.output()).isZero();
      assertFails(
          FAILED,
          "'orders' that is not the demo's",
          "demo",
          "--url",
          url,
          "--catalog",
          "http://127.0.0.1:" + ports.get(2) + "/",
          "--feed",
          "127.0.0.1:" + ports.get(1));
      DoLakeProcess count =
          DoLakeProcess.run(
              directory, LIMIT_SECONDS, "sql", url, "-c", "SELECT count(*) FROM orders");
      assertThat(count.output().lines()).contains("1");
      assertThat(up.stop()).isEqualTo(TERMINATED);
    }
  }

  @Test
  void jobSettingThatDoesNotFitItsTableIsNamedAndTheDatabaseGoesOn() throws Exception {
    int port = FreePorts.take(1).get(0);
    String url = "postgresql://127.0.0.1:" + port + "/main";
    String[] settings = {"node.pg.port=" + port, "job.sort.t=nope"};
    try (DoLakeProcess up =
        DoLakeProcess.start(directory, "Ctrl-C stops", up(directory.resolve("data"), settings))) {
      String create = "CREATE TABLE t (id BIGINT PRIMARY KEY); INSERT INTO t VALUES (1)";
      DoLakeProcess made = DoLakeProcess.run(directory, LIMIT_SECONDS, "sql", url, "-c", create);
      assertThat(made.exitCode()).as(made.output()).isZero();
      Awaitility.await("the job ends")
          .atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
          .until(() -> up.output().contains("the lake job has ended"));
      assertThat(up.output())
          .contains("[CONFIGURATION_INVALID] sort term 'nope' names no column of main.t")
          .doesNotContain("\tat ");
      DoLakeProcess count =
          DoLakeProcess.run(directory, LIMIT_SECONDS, "sql", url, "-c", "SELECT count(*) FROM t");
      assertThat(count.output().lines()).contains("1");
      assertThat(up.stop()).isEqualTo(TERMINATED);
    }
  }

  @Test
  void interruptedDemoSaysSoAndTheNextOneGoesOn() throws Exception {
    Path data = directory.resolve("data");
    DoLakeProcess demo =
        DoLakeProcess.start(directory, "opening the order desk", demo(data, "300"));
    Awaitility.await("the desk works")
        .atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
        .until(() -> demo.output().contains("lake behind"));
    assertThat(demo.stop()).as(demo.output()).isEqualTo(TERMINATED);
    assertThat(demo.output()).contains("interrupted").doesNotContain("\tat ");

    DoLakeProcess next = DoLakeProcess.run(directory, 2 * LIMIT_SECONDS, demo(data, "3"));
    assertThat(next.exitCode()).as(next.output()).isZero();
  }

  /** Runs the command; returns it for further questions. */
  private DoLakeProcess assertFails(int exitCode, String text, String... arguments)
      throws IOException, InterruptedException {
    DoLakeProcess process = DoLakeProcess.run(directory, LIMIT_SECONDS, arguments);
    assertThat(process.exitCode()).as(process.output()).isEqualTo(exitCode);
    assertThat(process.output()).contains(text).doesNotContain("\tat ");
    return process;
  }

  private static String[] up(Path data, String... settings) {
    List<String> all = new ArrayList<>(List.of("up", "--data", data.toString()));
    freePorts(all);
    for (String setting : settings) {
      all.addAll(List.of("--set", setting));
    }
    return all.toArray(String[]::new);
  }

  private static String[] part(String part, Path data, String setting) {
    List<String> all = new ArrayList<>(List.of(part, "--data", data.toString()));
    freePorts(all);
    all.addAll(List.of("--set", setting, "--catalog", "http://127.0.0.1:1/"));
    return all.toArray(String[]::new);
  }

  private static String[] demo(Path data, String seconds) {
    List<String> all =
        new ArrayList<>(
            List.of("demo", "--data", data.toString(), "--seconds", seconds, "--scale", "0.001"));
    freePorts(all);
    return all.toArray(String[]::new);
  }

  private static void freePorts(List<String> arguments) {
    for (String key :
        List.of("node.pg.port", "node.feed.port", "node.http.port", "catalog.port", "web.port")) {
      arguments.addAll(List.of("--set", key + "=0"));
    }
  }
}
