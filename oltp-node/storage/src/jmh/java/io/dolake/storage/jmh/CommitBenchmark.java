package io.dolake.storage.jmh;

import io.dolake.common.TableId;
import io.dolake.storage.Durability;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many single-row updates are committed per second, by one thread and by many? With {@code OS}
 * nothing waits for the disk, which shows what the store itself costs.
 *
 * <pre>./mvnw -Pjmh -pl oltp-node/storage -am test -DskipTests -Djmh.args=CommitBenchmark</pre>
 *
 * The second half of the warm-up has the log's segments and LMDB's file grown to their usual sizes.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx1g",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
    })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Benchmark)
public class CommitBenchmark {
  @Param({"FSYNC", "OS"})
  private Durability durability;

  private BenchmarkStore benchmarkStore;

  @Setup
  public void open() throws IOException {
    benchmarkStore = new BenchmarkStore(durability);
  }

  @TearDown
  public void close() throws IOException {
    benchmarkStore.close();
  }

  @Benchmark
  @Threads(1)
  public Object oneThread() {
    return update();
  }

  @Benchmark
  @Threads(8)
  public Object eightThreads() {
    return update();
  }

  @Benchmark
  @Threads(64)
  public Object sixtyFourThreads() {
    return update();
  }

  private Object update() {
    TableId table = benchmarkStore.table();
    Object[] key = {BenchmarkStore.randomId()};
    try (ShardTransaction transaction = benchmarkStore.store().begin(TransactionOptions.DEFAULT)) {
      transaction.update(table, key, new Object[] {key[0], BenchmarkStore.randomContent()});
      return transaction.commit();
    }
  }
}
