package io.dolake.storage.jmh;

import io.dolake.storage.Durability;
import io.dolake.storage.KeyRange;
import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.TransactionOptions;
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
 * What does a read cost? A row in a transaction of its own, a row in a transaction that goes on,
 * and a row of a scan.
 *
 * <pre>./mvnw -Pjmh -pl oltp-node/storage -am test -DskipTests -Djmh.args=ReadBenchmark</pre>
 *
 * The warm-up is long enough for the compiler to be done; the table fits into the page cache.
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
public class ReadBenchmark {
  private BenchmarkStore benchmarkStore;
  private ShardTransaction longTransaction;

  @Setup
  public void open() throws IOException {
    benchmarkStore = new BenchmarkStore(Durability.OS);
    longTransaction = benchmarkStore.store().begin(TransactionOptions.READ_ONLY);
  }

  @TearDown
  public void close() throws IOException {
    longTransaction.close();
    benchmarkStore.close();
  }

  @Benchmark
  public Object rowInOwnTransaction() {
    try (ShardTransaction transaction =
        benchmarkStore.store().begin(TransactionOptions.READ_ONLY)) {
      return transaction.get(benchmarkStore.table(), BenchmarkStore.randomId()).value(1);
    }
  }

  @Benchmark
  public Object rowInLongTransaction() {
    Row row = longTransaction.get(benchmarkStore.table(), BenchmarkStore.randomId());
    return row.value(1);
  }

  @Benchmark
  @OperationsPerInvocation(BenchmarkStore.ROWS)
  public long rowOfScan() {
    long length = 0;
    try (RowCursor rows =
        longTransaction.scan(benchmarkStore.table(), KeyRange.ALL, ScanDirection.FORWARD)) {
      while (rows.next()) {
        length += ((byte[]) rows.row().value(1)).length;
      }
    }
    return length;
  }
}
