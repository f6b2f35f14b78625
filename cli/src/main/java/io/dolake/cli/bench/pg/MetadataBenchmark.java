package io.dolake.cli.bench.pg;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code bin/dolake bench metadata}: how long the catalog's answers take that tools wait for, in a
 * database of many tables: what psql's {@code \d} commands ask, as psql itself tells, pgjdbc's
 * DatabaseMetaData, and queries like those of DBeaver and Hibernate.
 */
public final class MetadataBenchmark implements Check {
  private static final double GOAL_MILLIS = 5;
  private static final int TABLES_PER_VIEW = 10;

  @Override
  public String name() {
    return "metadata";
  }

  @Override
  public Kind kind() {
    return Kind.BENCHMARK;
  }

  @Override
  public String description() {
    return "time of catalog queries of psql, pgjdbc, DBeaver and Hibernate among 1,000 tables";
  }

  @Override
  public String help() {
    return """
        Makes tables with eight columns, a key, an index and a foreign key, and a view for each ten
        tables, then asks what tools ask. Each question is repeated --rounds times after as many to
        warm up; the middle one counts. Goal: none takes longer than 5 ms. psql's questions are
        those it prints with -E; without psql on this machine they are left out, and the check fails.
        --tables N    tables (default 1000)
        """;
  }

  @Override
  public int defaultRounds() {
    return 60;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    int tables = Integer.parseInt(context.option("tables", "1000"));
    NodeConfig config = NodeConfig.embedded(context.workDirectory().resolve("node"));
    try (DoSqlNode node = new DoSqlNode(config).start();
        Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + node.pgPort() + "/main?user=bench")) {
      makeTables(connection, tables);
      Map<String, Question> questions = new LinkedHashMap<>();
      questions.putAll(PsqlQuestions.of(node.pgPort()));
      questions.putAll(DriverQuestions.all());
      questions.putAll(ToolQuestions.all());
      return measure(context, connection, questions, tables);
    }
  }

  private static void makeTables(Connection connection, int tables) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < tables; i++) {
        statement.execute(
            String.format(
                Locale.ROOT,
                "CREATE TABLE t%1$d (id BIGINT PRIMARY KEY, parent BIGINT%2$s, name VARCHAR(40) NOT"
                    + " NULL, price DECIMAL(10,2) DEFAULT 0 CHECK (price >= 0), added TIMESTAMP,"
                    + " active BOOLEAN, code UUID, note TEXT)",
                i,
                i == 0 ? "" : " REFERENCES t" + (i - 1) + " (id)"));
        statement.execute(String.format(Locale.ROOT, "CREATE INDEX t%1$d_name ON t%1$d (name)", i));
        if (i % TABLES_PER_VIEW == 0) {
          statement.execute(
              String.format(
                  Locale.ROOT, "CREATE VIEW v%1$d AS SELECT id, name, price FROM t%1$d", i));
        }
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static CheckResult measure(
      CheckContext context, Connection connection, Map<String, Question> questions, int tables)
      throws SQLException {
    Map<String, Object> values = new LinkedHashMap<>();
    String slowest = "none";
    double longest = 0;
    int late = 0;
    for (Map.Entry<String, Question> question : questions.entrySet()) {
      double millis = medianMillis(connection, question.getValue(), context.rounds());
      values.put(question.getKey(), millis);
      context
          .progress()
          .printf(
              Locale.ROOT,
              "%8.2f ms  %s%s%n",
              millis,
              question.getKey(),
              millis > GOAL_MILLIS ? "  MISSED" : "");
      late += millis > GOAL_MILLIS ? 1 : 0;
      if (millis > longest) {
        longest = millis;
        slowest = question.getKey();
      }
    }
    boolean psqlAsked = questions.keySet().stream().anyMatch(name -> name.startsWith("psql"));
    String figure =
        String.format(
            Locale.ROOT,
            "%d catalog questions among %d tables: slowest %.2f ms (%s), %d over %.0f ms%s",
            questions.size(),
            tables,
            longest,
            slowest,
            late,
            GOAL_MILLIS,
            psqlAsked ? "" : "; psql is not installed");
    return new CheckResult(late == 0 && psqlAsked, figure, values);
  }

  private static double medianMillis(Connection connection, Question question, int rounds)
      throws SQLException {
    long[] nanos = new long[rounds];
    for (int i = -rounds; i < rounds; i++) {
      long start = System.nanoTime();
      question.ask(connection);
      if (i >= 0) {
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return nanos[rounds / 2] / 1e6;
  }
}
