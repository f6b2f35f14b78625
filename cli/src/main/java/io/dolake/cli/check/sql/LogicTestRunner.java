package io.dolake.cli.check.sql;

import io.dolake.common.error.DoLakeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs logic test files, each on an empty database. */
final class LogicTestRunner {
  private static final int MAX_FAILURES_KEPT = 20;

  /** Integer overflow in sum(), where SQLite itself no longer gives what the files expect. */
  private static final Set<String> FAILED_BY_SQLITE =
      Set.of(
          "test/evidence/slt_lang_aggfunc.test:479",
          "test/evidence/slt_lang_aggfunc.test:483",
          "test/evidence/slt_lang_aggfunc.test:490",
          "test/evidence/slt_lang_aggfunc.test:494");

  private final int queryLimit;
  private final List<String> failures = new ArrayList<>();
  private long queries;
  private long passedQueries;
  private long statements;
  private long failedStatements;

  /**
   * @param queryLimit most queries to run of each file
   */
  LogicTestRunner(int queryLimit) {
    this.queryLimit = queryLimit;
  }

  /** Runs one file of the class path. */
  void run(String resource, Path directory) throws IOException {
    try (InputStream in = LogicTestRunner.class.getClassLoader().getResourceAsStream(resource);
        EmbeddedDatabase database = new EmbeddedDatabase(directory)) {
      LogicTestFile file =
          new LogicTestFile(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
      long end = queries + queryLimit;
      LogicTestRecord test = file.next();
      while (test != null && queries < end) {
        if (FAILED_BY_SQLITE.contains(resource + ":" + test.line())) {
          test = file.next();
          continue;
        }
        String failure = test.isQuery() ? query(test, database) : statement(test, database);
        if (failure != null && failures.size() < MAX_FAILURES_KEPT) {
          failures.add(resource + ":" + test.line() + ": " + failure + "\n  " + test.sql().strip());
        }
        test = file.next();
      }
    }
  }

  private String query(LogicTestRecord test, EmbeddedDatabase database) {
    queries++;
    try {
      String difference = LogicTestResult.difference(test, database.run(test.sql()));
      passedQueries += difference == null ? 1 : 0;
      return difference;
    } catch (DoLakeException failure) {
      return "failed: " + failure.code() + " " + failure.getMessage();
    } catch (RuntimeException defect) {
      return "broke: " + defect;
    }
  }

  private String statement(LogicTestRecord test, EmbeddedDatabase database) {
    statements++;
    String failure = null;
    try {
      database.run(test.sql());
      failure = test.expectError() ? "should have failed" : null;
    } catch (DoLakeException error) {
      failure = test.expectError() ? null : "failed: " + error.code() + " " + error.getMessage();
    } catch (RuntimeException defect) {
      failure = "broke: " + defect;
    }
    failedStatements += failure == null ? 0 : 1;
    return failure;
  }

  /** The first failures, each with its place and statement. */
  List<String> failures() {
    return failures;
  }

  long queries() {
    return queries;
  }

  long failedQueries() {
    return queries - passedQueries;
  }

  long statements() {
    return statements;
  }

  long failedStatements() {
    return failedStatements;
  }
}
