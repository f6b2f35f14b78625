package io.dolake.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;

/** A Flink job that does nothing but hand over the records of a source; it is never restarted. */
final class RunningJob<T> implements AutoCloseable {
  private static final int PARALLELISM = 2;

  private final CloseableIterator<T> records;

  private RunningJob(CloseableIterator<T> records) {
    this.records = records;
  }

  static <T> RunningJob<T> of(DoSqlSource<T> source) throws Exception {
    Configuration config = new Configuration();
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, config);
    env.enableCheckpointing(Duration.ofMillis(100).toMillis());
    return new RunningJob<>(
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "dosql").executeAndCollect());
  }

  /** Waits for records until one fits; gives all up to it. */
  List<T> takeUntil(Predicate<T> last) {
    List<T> taken = new ArrayList<>();
    for (T record = records.next(); ; record = records.next()) {
      taken.add(record);
      if (last.test(record)) {
        return taken;
      }
    }
  }

  Iterator<T> records() {
    return records;
  }

  /** Waits until the job fails, with whatever it still gives; tells all messages of the failure. */
  String awaitFailure() {
    try {
      records.forEachRemaining(record -> {});
    } catch (RuntimeException e) {
      return ExceptionUtils.stringifyException(e);
    }
    assertThat(false).as("the job ended without a failure").isTrue();
    return "";
  }

  @Override
  public void close() throws Exception {
    records.close();
  }
}
