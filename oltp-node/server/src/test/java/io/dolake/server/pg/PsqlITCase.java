package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dolake.server.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The psql of this machine, as people use it. */
class PsqlITCase {
  private static final int TIMEOUT_SECONDS = 60;

  @TempDir static Path directory;
  private static TestNode node;

  /** How psql ended and all that it printed. */
  private record Output(int exitCode, String text) {}

  @BeforeAll
  static void start() throws SQLException {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql"))),
        "psql is not installed");
    node = TestNode.start(directory);
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE author (id BIGINT PRIMARY KEY, name TEXT NOT NULL)");
      statement.execute(
          "CREATE TABLE book (isbn TEXT PRIMARY KEY, price DECIMAL(8,2) DEFAULT 1 CHECK (price > 0),"
              + " author_id BIGINT REFERENCES author (id))");
      statement.execute("CREATE UNIQUE INDEX book_price ON book (price, isbn)");
      statement.execute(
          "CREATE VIEW cheap AS SELECT isbn, price AS cost FROM book WHERE price < 5");
    }
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  private static Process launch(String... commands) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "psql",
                "-X",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(node.node().pgPort()),
                "-U",
                "tester",
                "main"));
    for (String command : commands) {
      line.addAll(List.of("-c", command));
    }
    return new ProcessBuilder(line).redirectErrorStream(true).start();
  }

  private static Output psql(String... commands) throws IOException, InterruptedException {
    return outputOf(launch(commands));
  }

  private static Output outputOf(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Output(process.exitValue(), text);
  }

  @Test
  void databasesAndRelationsAreListed() throws Exception {
    assertThat(psql("\\l").text()).contains("List of databases").contains(" main ");
    assertThat(psql("\\dt").text())
        .contains("List of relations")
        .containsPattern("public +\\| author +\\| table")
        .containsPattern("public +\\| book +\\| table")
        .doesNotContain("cheap");
    assertThat(psql("\\di").text())
        .containsPattern("book_pkey +\\| index .*\\| book")
        .containsPattern("book_price +\\| index .*\\| book");
    assertThat(psql("\\dv").text()).containsPattern("public +\\| cheap +\\| view");
    assertThat(psql("\\df")).extracting(Output::exitCode).isEqualTo(0);
    assertThat(psql("\\d").text()).contains("author").contains("cheap");
    assertThat(psql("\\du").exitCode()).isZero();
    assertThat(psql("\\dn").text()).contains("public");
    for (String command :
        List.of("\\l+", "\\d+", "\\dt+", "\\di+", "\\dv+", "\\df+", "\\du+", "\\dn+")) {
      assertThat(psql(command)).as(command).extracting(Output::exitCode).isEqualTo(0);
    }
  }

  @Test
  void tableIsDescribed() throws Exception {
    Output book = psql("\\d book");
    assertThat(book.exitCode()).isZero();
    assertThat(book.text())
        .contains("Table \"public.book\"")
        .containsPattern("isbn +\\| text +\\| +\\| not null")
        .containsPattern("price +\\| numeric\\(8,2\\) +\\| +\\| +\\| 1")
        .contains("\"book_pkey\" PRIMARY KEY, btree (isbn)")
        .contains("\"book_price\" UNIQUE, btree (price, isbn)")
        .contains("Check constraints:")
        .contains("FOREIGN KEY (author_id) REFERENCES author(id)");
    assertThat(psql("\\d author").text()).contains("Referenced by:").contains("TABLE \"book\"");
    assertThat(psql("\\d+ book").exitCode()).isZero();
  }

  @Test
  void viewIsDescribedWithItsColumns() throws Exception {
    Output cheap = psql("\\d cheap");
    assertThat(cheap.exitCode()).isZero();
    assertThat(cheap.text())
        .contains("View \"public.cheap\"")
        .containsPattern("isbn +\\| text")
        .containsPattern("cost +\\| numeric");
    assertThat(psql("\\d+ cheap").text()).contains("View definition:").contains("AS cost");
  }

  @Test
  void indexIsDescribed() throws Exception {
    assertThat(psql("\\d book_price").text())
        .contains("Index \"public.book_price\"")
        .contains("unique, btree, for table \"public.book\"");
  }

  @Test
  void unknownRelationIsReported() throws Exception {
    assertThat(psql("\\d nowhere").text()).contains("Did not find any relation named \"nowhere\".");
  }

  @Test
  void timingIsShown() throws Exception {
    assertThat(psql("\\timing on", "SELECT 1").text()).containsPattern("Time: [0-9.,]+ ms");
  }

  @Test
  void copyReadsAndWritesTheClientsFiles() throws Exception {
    Path in = directory.resolve("in.csv");
    Path out = directory.resolve("out.tsv");
    Files.writeString(in, "id,name\n7,\"Le Guin, Ursula\"\n8,Stanislaw\n");
    Output copied =
        psql(
            "CREATE TABLE copied (id BIGINT PRIMARY KEY, name TEXT)",
            "\\copy copied FROM '" + in + "' WITH (FORMAT csv, HEADER)",
            "\\copy (SELECT name, id FROM copied ORDER BY id) TO '" + out + "'",
            "DROP TABLE copied");
    assertThat(copied.text()).contains("COPY 2");
    assertThat(copied.exitCode()).isZero();
    assertThat(Files.readString(out)).isEqualTo("Le Guin, Ursula\t7\nStanislaw\t8\n");
  }

  @Test
  void errorShowsItsPlaceAndAHint() throws Exception {
    Output failed = psql("SELECT isbn, prize FROM book");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.text().lines().toList())
        .contains("LINE 1: SELECT isbn, prize FROM book", " ".repeat(21) + "^");
    assertThat(failed.text()).contains("price");
  }

  @Test
  void notificationIsShown() throws Exception {
    Output notified = psql("LISTEN news", "NOTIFY news, 'it is out'");
    assertThat(notified.exitCode()).isZero();
    assertThat(notified.text())
        .containsPattern(
            "Asynchronous notification \"news\" with payload \"it is out\" received from server"
                + " process with PID [0-9]+");
  }

  @Test
  void interruptStopsALongQuery() throws Exception {
    Process process =
        launch(
            "SET statement_timeout = '60s'",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
    await()
        .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
        .until(() -> node.node().registry().get("dolake.pg.workers.busy").gauge().value() > 0);
    // The worker may not have come to the query yet, and an interrupt before it stops nothing.
    await()
        .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
              return !process.isAlive();
            });
    Output canceled = outputOf(process);
    assertThat(canceled.text())
        .contains("Cancel request sent")
        .containsPattern("ERROR:.*cancel")
        .doesNotContain("timeout");
    assertThat(psql("SELECT 1").exitCode()).isZero();
  }
}
