package io.dolake.sql.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.sql.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random queries give on us what they give on SQLite: rows in their order, or the same kind of
 * error. The seed in the test's name reproduces a run.
 */
class RandomStatementsITCase {
  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}, {1} expressions")
  @CsvSource({"1, 1500", "2, 1500"})
  void expressions(long seed, int count) throws SQLException {
    compare(new RandomExpressions(new Random(seed)), count);
  }

  @ParameterizedTest(name = "seed {0}, {1} times with modifiers")
  @CsvSource({"3, 2000", "4, 2000"})
  void times(long seed, int count) throws SQLException {
    compare(new RandomTimes(new Random(seed)), count);
  }

  @ParameterizedTest(name = "seed {0}, {1} formats of printf")
  @CsvSource({"5, 2000", "6, 2000"})
  void formats(long seed, int count) throws SQLException {
    compare(new RandomFormats(new Random(seed)), count);
  }

  @ParameterizedTest(name = "seed {0}, {1} orders and limits")
  @CsvSource({"7, 700", "8, 700"})
  void ordersAndLimits(long seed, int count) throws SQLException {
    compare(new RandomOrders(new Random(seed)), count);
  }

  @ParameterizedTest(name = "seed {0}, {1} windows")
  @CsvSource({"9, 700", "10, 700"})
  void windows(long seed, int count) throws SQLException {
    compare(new RandomWindows(new Random(seed)), count);
  }

  private void compare(StatementGenerator generator, int count) throws SQLException {
    try (SqlitePeer sqlite = new SqlitePeer();
        TestDatabase database = new TestDatabase(directory)) {
      DoLakePeer ours = new DoLakePeer(database.session());
      for (String sql : generator.setup()) {
        assertThat(ours.runLikeSqlite(sql).message()).as(sql).isNull();
        assertThat(sqlite.run(sql).message()).as(sql).isNull();
      }
      for (int i = 0; i < count; i++) {
        String sql = generator.next();
        Outcome theirs = sqlite.run(sql);
        Outcome mine = ours.runLikeSqlite(sql);
        assertThat(mine.failed())
            .as("%d: %s\n%s\n%s", i, sql, mine, theirs)
            .isEqualTo(theirs.failed());
        assertThat(mine.rows()).as("%d: %s", i, sql).isEqualTo(theirs.rows());
      }
    }
  }
}
