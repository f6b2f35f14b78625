package io.dolake.cli.check.sql;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** SQLite's logic tests against the engine. */
public final class SltCheck implements Check {
  @Override
  public String name() {
    return "slt";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "SQLite's logic tests against the embedded engine";
  }

  @Override
  public String help() {
    return """
        Runs SQLite's logic test files, each on an empty database, on the branch meant for SQLite,
        and compares every result. Four queries that SQLite itself fails are left out. The seed has
        no effect.
          --set subset|all   the fixed selection (default) or all 622 files
          --file TEXT        only files whose name contains the text
          --rounds N         at most N queries of each file; 0 (default) for all of them""";
  }

  @Override
  public int defaultRounds() {
    return 0;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    boolean all = context.option("set", "subset").equals("all");
    String wanted = context.option("file", "");
    List<String> files = all ? LogicTestSet.all() : LogicTestSet.subset();
    LogicTestRunner runner =
        new LogicTestRunner(context.rounds() > 0 ? context.rounds() : Integer.MAX_VALUE);
    long start = System.nanoTime();
    int number = 0;
    int shown = 0;
    for (String file : files) {
      if (!file.contains(wanted)) {
        continue;
      }
      Path directory = Files.createDirectories(context.workDirectory().resolve("db" + number++));
      runner.run(file, directory);
      DirectoryTree.delete(directory);
      for (; shown < runner.failures().size(); shown++) {
        context.progress().println(runner.failures().get(shown));
      }
      context
          .progress()
          .printf(
              Locale.ROOT,
              "%s: %d queries so far, %d failed; %d statements, %d failed%n",
              file,
              runner.queries(),
              runner.failedQueries(),
              runner.statements(),
              runner.failedStatements());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return result(runner, number, seconds);
  }

  private static CheckResult result(LogicTestRunner runner, int files, double seconds) {
    long failed = runner.failedQueries() + runner.failedStatements();
    long run = runner.queries() + runner.statements();
    double rate = run == 0 ? 0 : 100.0 * (run - failed) / run;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("files", files);
    values.put("queries", runner.queries());
    values.put("failedQueries", runner.failedQueries());
    values.put("statements", runner.statements());
    values.put("failedStatements", runner.failedStatements());
    values.put("passPercent", rate);
    values.put("seconds", seconds);
    String figure =
        String.format(
            Locale.ROOT,
            "slt: %.4f%% passed (%d queries and %d statements of %d files, %d failed, %.0f s)",
            rate,
            runner.queries(),
            runner.statements(),
            files,
            failed,
            seconds);
    return new CheckResult(failed == 0 && run > 0, figure, values);
  }
}
