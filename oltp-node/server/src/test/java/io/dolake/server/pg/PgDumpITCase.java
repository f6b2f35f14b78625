package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dolake.server.TestNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps by the pg_dump of this machine, restored by its psql and pg_restore into fresh nodes. */
class PgDumpITCase {
  /** pg_dump asks a server of its own version what only that has. */
  private static final String VERSION = "15";

  private static final int TIMEOUT_SECONDS = 60;
  private static final List<String> RELATIONS =
      List.of(
          "customer",
          "shop.invoice",
          "item",
          "\"Mixed Case\"",
          "\"order\"",
          "\"limit\"",
          "ticket",
          "tree",
          "x",
          "y",
          "plain",
          "altered",
          "active_customer",
          "renamed",
          "shop.big");

  @TempDir static Path directory;
  private static TestNode source;

  @TempDir Path target;

  /** How a tool ended and all that it printed. */
  private record Output(int exitCode, String text) {
    String succeeded() {
      assertThat(exitCode).as(text).isZero();
      return text;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    for (String tool : List.of("pg_dump", "pg_restore", "psql")) {
      assumeTrue(isInstalled(tool), tool + " is not installed");
    }
    String version = run(List.of("pg_dump", "--version")).succeeded();
    assumeTrue(version.contains(" " + VERSION + "."), "not of version " + VERSION + ": " + version);
    source = TestNode.start(directory);
    Path script = directory.resolve("dumped.sql");
    try (InputStream text = PgDumpITCase.class.getResourceAsStream("dumped.sql")) {
      Files.copy(text, script);
    }
    psql(source, "-f", script.toString());
    // Only the simple protocol takes a statement with a semicolon inside, and psql ends it there.
    try (Connection connection = source.connect("preferQueryMode=simple");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TRIGGER item_noted AFTER INSERT ON item BEGIN"
              + " INSERT INTO plain VALUES (new.label, 1); END");
    }
  }

  @AfterAll
  static void stop() {
    if (source != null) {
      source.close();
    }
  }

  private static boolean isInstalled(String tool) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static Output run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Output(process.exitValue(), text);
  }

  private static Output tool(String tool, TestNode node, String... options)
      throws IOException, InterruptedException {
    String port = String.valueOf(node.node().pgPort());
    List<String> command =
        new ArrayList<>(List.of(tool, "-h", "127.0.0.1", "-p", port, "-U", "tester", "-d", "main"));
    command.addAll(List.of(options));
    return run(command);
  }

  private static void psql(TestNode node, String... options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-X", "-q", "-v", "ON_ERROR_STOP=1"));
    all.addAll(List.of(options));
    tool("psql", node, all.toArray(String[]::new)).succeeded();
  }

  /** A plain dump but for the key that every dump makes up for psql. */
  private static String dump(TestNode node, String... options)
      throws IOException, InterruptedException {
    return tool("pg_dump", node, options)
        .succeeded()
        .lines()
        .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<String> rows(TestNode node) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      for (String relation : RELATIONS) {
        try (ResultSet result = statement.executeQuery("SELECT * FROM " + relation)) {
          int columns = result.getMetaData().getColumnCount();
          while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
              row.add(result.getString(column));
            }
            rows.add(relation + row);
          }
        }
      }
    }
    return rows;
  }

  private static void requireNumbersGoOn(TestNode copy) throws SQLException {
    try (Connection connection = copy.connect();
        Statement statement = connection.createStatement();
        ResultSet numbers =
            statement.executeQuery(
                "SELECT nextval('tickets'), nextval('countdown'), nextval('untouched'),"
                    + " nextval('customer_id_seq'), nextval('item_id_seq')")) {
      numbers.next();
      assertThat(
              List.of(
                  numbers.getLong(1),
                  numbers.getLong(2),
                  numbers.getLong(3),
                  numbers.getLong(4),
                  numbers.getLong(5)))
          .containsExactly(110L, 30L, 1L, 4L, 5L);
    }
  }

  /** The same dump comes from it, and the same rows. */
  private static void requireCopyOfSource(TestNode copy) throws Exception {
    assertThat(dump(copy)).isEqualTo(dump(source));
    assertThat(rows(copy)).isEqualTo(rows(source)).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--encoding=UTF8",
        "--inserts",
        "--column-inserts --rows-per-insert=2",
        "--clean --if-exists",
        "--no-owner --no-privileges --no-comments --serializable-deferrable"
      })
  void plainDumpsAreRestoredByPsql(String options) throws Exception {
    Path file = target.resolve("dump.sql");
    List<String> all = new ArrayList<>(List.of(options.split(" ")));
    all.addAll(List.of("-f", file.toString()));
    tool("pg_dump", source, all.toArray(String[]::new)).succeeded();
    try (TestNode copy = TestNode.start(target)) {
      psql(copy, "--single-transaction", "-f", file.toString());
      if (options.contains("--no-comments")) {
        assertThat(dump(copy, "--no-comments")).isEqualTo(dump(source, "--no-comments"));
      } else {
        requireCopyOfSource(copy);
      }
      requireNumbersGoOn(copy);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"custom", "directory", "tar"})
  void archivesAreRestoredByPgRestore(String format) throws Exception {
    String archive = target.resolve("archive").toString();
    tool("pg_dump", source, "--format=" + format, "-f", archive).succeeded();
    try (TestNode copy = TestNode.start(target)) {
      String jobs = "--jobs=" + (format.equals("tar") ? 1 : 3);
      tool("pg_restore", copy, "--exit-on-error", jobs, archive).succeeded();
      requireCopyOfSource(copy);
      tool("pg_restore", copy, "--exit-on-error", "--clean", "--if-exists", archive).succeeded();
      requireCopyOfSource(copy);
    }
  }

  @Test
  void schemaAndDataAreRestoredOneAfterTheOther() throws Exception {
    Path schema = target.resolve("schema.sql");
    Path data = target.resolve("data.sql");
    tool("pg_dump", source, "--schema-only", "-f", schema.toString()).succeeded();
    tool("pg_dump", source, "--data-only", "-T", "x", "-T", "y", "-f", data.toString()).succeeded();
    try (TestNode copy = TestNode.start(target)) {
      psql(copy, "-f", schema.toString());
      psql(copy, "-f", data.toString());
      assertThat(dump(copy, "-T", "x", "-T", "y")).isEqualTo(dump(source, "-T", "x", "-T", "y"));
    }
  }

  @Test
  void patternsSelectTables() throws Exception {
    assertThat(dump(source, "-t", "t*", "-T", "tree"))
        .contains("CREATE TABLE public.ticket", "CREATE SEQUENCE public.tickets")
        .doesNotContain("public.tree", "public.customer");
    assertThat(dump(source, "-t", "shop.*", "-s"))
        .contains("CREATE TABLE shop.invoice", "CREATE VIEW shop.big")
        .doesNotContain("CREATE TABLE public", "COPY ");
    assertThat(dump(source, "-n", "shop")).contains("shop.invoice").doesNotContain("public.plain");
    assertThat(dump(source, "-N", "shop")).contains("public.plain").doesNotContain("COPY shop");
    assertThat(dump(source, "-t", "\"Mixed Case\"", "--strict-names", "-a"))
        .contains("COPY public.\"Mixed Case\" (\"Id\", \"a b\", \"select\")");
    assertThat(dump(source, "--exclude-table-data=public.pl*"))
        .contains("CREATE TABLE public.plain")
        .doesNotContain("COPY public.plain");
    assertThat(tool("pg_dump", source, "-t", "nothing").text())
        .contains("no matching tables were found");
  }

  /**
   * Names that SQLite reserves and PostgreSQL does not. With this option pg_dump does not recognize
   * the comment that the schema public has everywhere, and there is no COMMENT ON SCHEMA here.
   */
  @Test
  void allNamesAreQuotedOnRequest() throws Exception {
    Path file = target.resolve("dump.sql");
    try (TestNode odd = TestNode.start(target.resolve("odd"));
        TestNode copy = TestNode.start(target.resolve("copy"))) {
      psql(odd, "-c", "CREATE TABLE words (\"index\" bigint PRIMARY KEY, \"set\" text)");
      psql(odd, "-c", "CREATE INDEX words_set ON words (\"set\")");
      psql(odd, "-c", "INSERT INTO words VALUES (1, 'a')");
      tool("pg_dump", odd, "--quote-all-identifiers", "--no-comments", "-f", file.toString())
          .succeeded();
      psql(copy, "-f", file.toString());
      assertThat(dump(copy)).isEqualTo(dump(odd)).contains("USING btree (\"set\")");
    }
  }

  @Test
  void databaseItselfIsDescribed() throws Exception {
    assertThat(dump(source, "--create"))
        .contains("CREATE DATABASE main WITH TEMPLATE = template0 ENCODING = 'UTF8'")
        .contains("ALTER DATABASE main OWNER TO");
  }

  @Test
  void triggersAreLeftOut() throws Exception {
    assertThat(dump(source)).doesNotContainIgnoringCase("trigger");
  }

  @Test
  void severalConnectionsCannotShareSnapshot() throws Exception {
    String archive = target.resolve("archive").toString();
    Output output = tool("pg_dump", source, "-j", "2", "-Fd", "-f", archive);
    assertThat(output.exitCode()).isNotZero();
    assertThat(output.text())
        .contains("snapshots are not shared between transactions")
        .contains("run pg_dump without --jobs");
  }
}
