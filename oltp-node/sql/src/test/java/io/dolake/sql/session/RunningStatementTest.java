package io.dolake.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.sql.TestDatabase;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningStatementTest {
  @TempDir Path directory;

  @Test
  void nobodyStopsAStatementThatRests() {
    ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    timers.setRemoveOnCancelPolicy(true);
    try (TestDatabase db = new TestDatabase(directory);
        ShardTransaction transaction = db.store().begin(TransactionOptions.DEFAULT)) {
      RunningStatement statement = new RunningStatement(transaction);
      statement.runFor(Duration.ofHours(1), timers);
      assertThat(timers.getQueue()).hasSize(1);

      statement.rest();
      assertThat(timers.getQueue()).as("the time limit does not run").isEmpty();
      statement.stop(RunningStatement.Stop.USER_REQUEST);
      assertThatCode(statement::check).doesNotThrowAnyException();

      statement.runFor(Duration.ofHours(1), timers);
      assertThat(timers.getQueue()).hasSize(1);
      statement.stop(RunningStatement.Stop.USER_REQUEST);
      assertThatThrownBy(statement::check).hasMessageContaining("user request");
      statement.rest();
    } finally {
      timers.shutdownNow();
    }
  }

  @Test
  void aRequestMadeTooLateDoesNotReachTheNextRun() {
    ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    try (TestDatabase db = new TestDatabase(directory);
        ShardTransaction transaction = db.store().begin(TransactionOptions.DEFAULT)) {
      RunningStatement statement = new RunningStatement(transaction);
      statement.runFor(Duration.ZERO, timers);
      statement.stop(RunningStatement.Stop.USER_REQUEST);
      statement.rest();

      statement.runFor(Duration.ZERO, timers);
      assertThatCode(statement::check).doesNotThrowAnyException();
      assertThatCode(() -> transaction.catalog().tables()).doesNotThrowAnyException();
    } finally {
      timers.shutdownNow();
    }
  }
}
