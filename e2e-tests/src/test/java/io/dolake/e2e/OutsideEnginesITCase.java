package io.dolake.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dolake.e2e.engines.SqlEngine;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What engines that people use read of a lake whose tables were changed in every way: rows,
 * columns, names and partitions. Spark comes with the build; others run if this machine's Python
 * has their packages, and are skipped otherwise. Another Python is named by DOLAKE_TEST_PYTHON.
 */
class OutsideEnginesITCase {
  private static final List<String> KEYS =
      List.of("node.pg.port", "node.feed.port", "node.http.port", "catalog.port", "web.port");

  private static final List<String> COLUMNS =
      List.of("id", "area", "amount", "price", "kind", "open", "seen", "born");

  private static final List<String> LOAD =
      List.of(
          "CREATE TABLE orders (id BIGINT PRIMARY KEY, region TEXT, placed DATE, amount"
              + " NUMERIC(12,2), open BOOLEAN, seen TIMESTAMP, born DATE)",
          "INSERT INTO orders SELECT value, CASE value % 3 WHEN 0 THEN 'nörd' WHEN 1 THEN NULL ELSE"
              + " 'south' END, date('2024-01-01', '+' || (value % 90) || ' days'), value * 1.25,"
              + " value % 2 = 0, '2024-05-06 07:08:09.000001', '1950-01-31'"
              + " FROM generate_series(1, 500)");

  private static final List<String> CHANGES =
      List.of(
          "UPDATE orders SET amount = amount + 1 WHERE id % 7 = 0",
          "DELETE FROM orders WHERE id % 11 = 0",
          "UPDATE orders SET region = 'east', placed = '2025-06-01' WHERE id % 13 = 0",
          "ALTER TABLE orders RENAME COLUMN region TO area",
          "ALTER TABLE orders DROP COLUMN placed",
          "DELETE FROM orders WHERE id = 6",
          "INSERT INTO orders (id) VALUES (1002)");

  /** After the dropped column of the partitions, for which all rows are written again. */
  private static final List<String> ADDITIONS =
      List.of(
          "ALTER TABLE orders ADD COLUMN price NUMERIC(8,2) DEFAULT 1.5",
          "ALTER TABLE orders ADD COLUMN kind TEXT DEFAULT 'old'",
          "INSERT INTO orders (id, area, price, kind) VALUES (1001, 'new', 2.25, 'new')",
          "UPDATE orders SET price = NULL, area = 'west' WHERE id = 5");

  @TempDir Path directory;
  private List<Integer> ports;

  /** An engine, and the newest format version whose deletes it reads. */
  private enum Engine {
    SPARK(3, null),
    PYICEBERG(3, "pyiceberg"),
    DUCKDB(3, "duckdb"),
    CLICKHOUSE(2, "chdb");

    private final int formatVersion;
    private final String pythonPackage;

    Engine(int formatVersion, String pythonPackage) {
      this.formatVersion = formatVersion;
      this.pythonPackage = pythonPackage;
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void readsWhatTheDatabaseHolds(Engine engine) throws Exception {
    if (engine.pythonPackage != null) {
      assumeTrue(
          python("-c", "import " + engine.pythonPackage).exitCode() == 0,
          "Python has no package " + engine.pythonPackage);
    }
    ports = FreePorts.take(KEYS.size());
    try (DoLakeProcess up = startUp(engine.formatVersion);
        Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + ports.get(0) + "/main", "dolake", "")) {
      try (Statement statement = connection.createStatement()) {
        for (List<String> part : List.of(LOAD, CHANGES, ADDITIONS)) {
          for (String sql : part) {
            statement.execute(sql);
          }
          awaitLake(statement);
        }
      }
      List<String> expected = rows(connection, "orders");
      assertThat(expected).hasSize(456);
      assertThat(rows(connection, "lake.orders")).isEqualTo(expected);
      assertThat(engine == Engine.SPARK ? bySpark() : byPython(engine))
          .containsExactlyElementsOf(expected);
      assertThat(up.stop()).isEqualTo(143);
    }
  }

  private DoLakeProcess startUp(int formatVersion) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("up", "--data", directory.resolve("data").toString()));
    for (int i = 0; i < KEYS.size(); i++) {
      arguments.addAll(List.of("--set", KEYS.get(i) + "=" + ports.get(i)));
    }
    arguments.addAll(
        List.of(
            "--set",
            "job.table.format-version=" + formatVersion,
            "--set",
            "job.partition.orders=bucket(2, id), month(placed)",
            "--set",
            "job.sort.orders=region"));
    return DoLakeProcess.start(directory, "Ctrl-C stops", arguments.toArray(String[]::new));
  }

  /** The same rows by way of the database, which reads the lake's files itself. */
  private static void awaitLake(Statement statement) {
    Awaitility.await()
        .atMost(90, TimeUnit.SECONDS)
        .pollInterval(250, TimeUnit.MILLISECONDS)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .untilAsserted(
            () ->
                assertThat(count(statement, "lake.orders")).isEqualTo(count(statement, "orders")));
  }

  private static List<Long> count(Statement statement, String table) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT count(*), sum(id), max(id) FROM " + table)) {
      row.next();
      return List.of(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }

  private static List<String> rows(Connection connection, String table) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT " + String.join(", ", COLUMNS) + " FROM " + table)) {
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= COLUMNS.size(); i++) {
          values.add(text(rows.getObject(i)));
        }
        lines.add(String.join("\t", values));
      }
    }
    lines.sort(null);
    return lines;
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Timestamp timestamp) {
      return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS")
          .format(timestamp.toLocalDateTime());
    }
    return String.valueOf(value);
  }

  private List<String> bySpark() throws Exception {
    try (SqlEngine spark = SqlEngine.spark(directory, Map.of("uri", catalogUri()))) {
      String query =
          """
          SELECT id, area, amount, price, kind, open,
            date_format(seen, 'yyyy-MM-dd HH:mm:ss.SSSSSS'), born
          FROM lake.main.orders WHERE id > 0\
          """;
      return spark.sql(query).stream().map(OutsideEnginesITCase::withoutZeros).sorted().toList();
    }
  }

  /** Spark's decimals have all digits of their scale. */
  private static String withoutZeros(String line) {
    String[] values = line.split("\t", -1);
    for (int i : new int[] {COLUMNS.indexOf("amount"), COLUMNS.indexOf("price")}) {
      values[i] = values[i].equals("null") ? "null" : text(new BigDecimal(values[i]));
    }
    return String.join("\t", values);
  }

  private List<String> byPython(Engine engine) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(script(), engine.pythonPackage, catalogUri()));
    arguments.add("orders");
    arguments.addAll(COLUMNS);
    Result result = python(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output().lines().sorted().toList();
  }

  private static String script() throws URISyntaxException {
    return Path.of(OutsideEnginesITCase.class.getResource("engines.py").toURI()).toString();
  }

  private String catalogUri() {
    return "http://127.0.0.1:" + ports.get(3);
  }

  private record Result(int exitCode, String output) {}

  /** ClickHouse reads local files only below the folder that it runs in. */
  private Result python(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getenv().getOrDefault("DOLAKE_TEST_PYTHON", "python3"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "python-", ".out");
    Path errors = Files.createTempFile(directory, "python-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile());
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Result(-1, "no Python: " + e.getMessage());
    }
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(command.toString()).isTrue();
      int exitCode = process.exitValue();
      return new Result(exitCode, Files.readString(exitCode == 0 ? output : errors));
    } finally {
      process.destroyForcibly();
    }
  }
}
