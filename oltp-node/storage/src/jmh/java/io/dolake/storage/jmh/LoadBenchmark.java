package io.dolake.storage.jmh;

import io.dolake.storage.Durability;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a row of an ordered bulk load cost, in transactions of 10,000 rows?
 *
 * <pre>./mvnw -Pjmh -pl oltp-node/storage -am test -DskipTests -Djmh.args=LoadBenchmark</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
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
public class LoadBenchmark {
  private static final int BATCH_ROWS = 10_000;

  private BenchmarkStore benchmarkStore;
  private long nextId = BenchmarkStore.ROWS;

  @Setup
  public void open() throws IOException {
    benchmarkStore = new BenchmarkStore(Durability.FSYNC);
  }

  @TearDown
  public void close() throws IOException {
    benchmarkStore.close();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH_ROWS)
  public void orderedRows() {
    benchmarkStore.insert(nextId, BATCH_ROWS);
    nextId += BATCH_ROWS;
  }
}
