package io.dolake.e2e.engines;

import io.dolake.e2e.Jvm;
import io.dolake.e2e.shell.SqlShell;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A SQL engine in a process of its own, with a class path of its own, that knows the catalog as
 * {@code lake}. Used by one thread.
 */
public final class SqlEngine implements AutoCloseable {
  private static final long ANSWER_SECONDS = 600;
  private static final long END_SECONDS = 30;
  private static final int MAX_LINES = 100_000;

  private final String name;
  private final Path log;
  private final Process process;
  private final Writer statements;
  private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(MAX_LINES);

  private SqlEngine(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.statements =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Thread reader = new Thread(this::readAnswers, name + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Spark SQL. */
  public static SqlEngine spark(Path logs, Map<String, String> catalog) throws IOException {
    return start("spark-sql", "io.dolake.e2e.spark.SparkSql", logs, catalog);
  }

  /** Flink SQL, in batch mode. */
  public static SqlEngine flink(Path logs, Map<String, String> catalog) throws IOException {
    return start("flink-sql", "io.dolake.e2e.flink.FlinkSql", logs, catalog);
  }

  private static SqlEngine start(
      String module, String program, Path logs, Map<String, String> catalog) throws IOException {
    Path target = Path.of(System.getProperty("dolake.engines.home"), module, "target");
    List<String> command = new ArrayList<>(Jvm.command("768m"));
    command.add("-cp");
    command.add(
        target.resolve("classes") + ":" + Files.readString(target.resolve("classpath.txt")).trim());
    command.add(program);
    catalog.forEach((key, value) -> command.add(key + "=" + value));
    Path log = Files.createTempFile(logs, module + "-", ".log");
    SqlEngine engine =
        new SqlEngine(
            module,
            log,
            new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    try {
      engine.answer("start");
      return engine;
    } catch (RuntimeException | AssertionError e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Runs a statement.
   *
   * @return the rows of its result, values separated by tabs
   * @throws AssertionError with the engine's message if it fails
   */
  public List<String> sql(String statement) {
    try {
      statements.write(statement.replaceAll("\\s+", " ").trim() + "\n");
      statements.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " has ended, see " + log, e);
    }
    return answer(statement);
  }

  /** Runs a query for one value. */
  public String value(String query) {
    List<String> rows = sql(query);
    if (rows.size() != 1) {
      throw new AssertionError("not one row: " + query + ": " + rows);
    }
    return rows.get(0);
  }

  private List<String> answer(String statement) {
    List<String> rows = new ArrayList<>();
    while (true) {
      String line = nextLine(statement);
      String rest = line.substring(SqlShell.MARK.length() + 1);
      switch (line.charAt(SqlShell.MARK.length())) {
        case '=' -> rows.add(rest);
        case '.' -> {
          return rows;
        }
        default -> throw new AssertionError(name + ": " + statement + ": " + rest);
      }
    }
  }

  private String nextLine(String statement) {
    try {
      String line = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError(name + " does not answer: " + statement + ", see " + log);
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What is not an answer goes to the log; the end of the output is an answer of its own. */
  private void readAnswers() {
    try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Writer rest = Files.newBufferedWriter(log.resolveSibling(log.getFileName() + ".out"))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(SqlShell.MARK)) {
          answers.add(line);
        } else {
          rest.write(line + "\n");
        }
      }
      answers.add(SqlShell.MARK + "!the process ended, see " + log);
    } catch (IOException e) {
      answers.add(SqlShell.MARK + "!its output broke off: " + e);
    }
  }

  /** Lets the engine end, or kills it. */
  @Override
  public void close() throws IOException {
    try (statements) {
      statements.flush();
    }
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
