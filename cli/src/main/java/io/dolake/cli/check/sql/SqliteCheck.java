package io.dolake.cli.check.sql;

import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Random statements on SQLite and on us; rows and failures must be the same. */
public final class SqliteCheck implements Check {
  private static final int ROWS = 60;
  private static final int CHANGE_EVERY = 50;
  private static final int MAX_SHOWN = 20;

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "random statements on SQLite and on the embedded engine, compared";
  }

  @Override
  public String help() {
    return """
        Makes two tables with indexes, fills them, and runs random queries and changes on SQLite and
        on the embedded engine. Rows must be equal, and what fails on one side must fail on the
        other. Known differences that the statements avoid: set operations compare text by bytes
        whatever the collation of their columns, and digits beyond the sixteenth.
          --rounds N    number of queries
          --seed N      reproduces a run""";
  }

  @Override
  public int defaultRounds() {
    return 5_000;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    RandomStatements statements = new RandomStatements(context.seed());
    int different = 0;
    try (EmbeddedDatabase ours =
            new EmbeddedDatabase(Files.createDirectories(context.workDirectory().resolve("db")));
        SqlitePeer sqlite = new SqlitePeer()) {
      for (String create : statements.schema()) {
        ours.run(create);
        sqlite.run(create);
      }
      for (int id = 0; id < ROWS; id++) {
        String insert = statements.insert(id);
        ours.run(insert);
        sqlite.run(insert);
      }
      for (int round = 0; round < context.rounds(); round++) {
        boolean change = round % CHANGE_EVERY == CHANGE_EVERY - 1;
        String sql = change ? statements.change() : statements.query();
        String difference = difference(sql, ours, sqlite);
        if (difference != null && different++ < MAX_SHOWN) {
          context.progress().println(sql + "\n  " + difference);
        }
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("statements", context.rounds());
    values.put("different", different);
    String figure =
        "sqlite: "
            + different
            + " of "
            + context.rounds()
            + " statements differ (seed "
            + context.seed()
            + ")";
    return new CheckResult(different == 0, figure, values);
  }

  private static String difference(String sql, EmbeddedDatabase ours, SqlitePeer sqlite) {
    List<Object[]> mine = null;
    String myError = null;
    try {
      mine = ours.run(sql);
    } catch (DoLakeException failure) {
      myError = failure.code() + " " + failure.getMessage();
      if (failure.code() == ErrorCode.INTERNAL_ERROR) {
        return "broke: " + failure.getMessage();
      }
    }
    List<Object[]> theirs = null;
    String theirError = null;
    try {
      theirs = sqlite.run(sql);
    } catch (SQLException failure) {
      theirError = failure.getMessage();
    }
    if (myError != null || theirError != null) {
      boolean both = myError != null && theirError != null;
      return both ? null : "our error: " + myError + ", SQLite's: " + theirError;
    }
    return ResultComparison.difference(mine, theirs, RandomStatements.isOrdered(sql));
  }
}
