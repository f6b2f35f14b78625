package io.dolake.cli.check.feed;

import io.dolake.cli.feed.FeedNodeProcess;
import io.dolake.cli.feed.FeedNodeProcess.Memory;
import io.dolake.common.check.Check;
import io.dolake.common.check.CheckContext;
import io.dolake.common.check.CheckResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A consumer that stops reading must cost the node neither memory nor commits. */
public final class StalledConsumerCheck implements Check {
  private static final long ROWS = 100_000;
  private static final long UNIT = 1_000;
  private static final int FASTEST = 0;

  /** Short turns, so that what else the machine does slows both nodes alike. */
  private static final int TURNS = 25;

  private static final String NODE_HEAP = "512m";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Messages under way to the reader and the one that is being built, with room to spare. */
  private static final long MOST_HEAP_GROWTH_BYTES = 16 << 20;

  private static final double LEAST_RATE = 0.95;

  @Override
  public String name() {
    return "stalled-consumer";
  }

  @Override
  public Kind kind() {
    return Kind.CAMPAIGN;
  }

  @Override
  public String description() {
    return "a consumer that stops reading: the node's heap and commit rate, with it and without";
  }

  @Override
  public String help() {
    return """
        Two nodes in processes of their own commit single-row updates as fast as they can, in turns:
        one without a reader of its feed, one with a reader that opened a stream and takes nothing
        from it. Passes when the second one's heap in use after a collection grows by less than
        16 MiB, its commit rate (the middle one of its turns' rates, each compared with the turn
        before) is within 5 % of the first one's, and the reader, when it goes on, gets every
        transaction once and in order. The rate needs a machine that does nothing else.
          --rounds N    thousands of transactions of each node""";
  }

  @Override
  public int defaultRounds() {
    return 1_000;
  }

  @Override
  public CheckResult run(CheckContext context) throws Exception {
    long transactions = context.rounds() * UNIT;
    long perTurn = Math.max(1, transactions / TURNS);
    Path directory = context.workDirectory();
    try (FeedNodeProcess free = FeedNodeProcess.start(directory.resolve("free"), NODE_HEAP);
        FeedNodeProcess node = FeedNodeProcess.start(directory.resolve("stalled"), NODE_HEAP)) {
      context.progress().println("warming up");
      for (FeedNodeProcess each : List.of(free, node)) {
        each.load(ROWS);
        each.commitUpdates(transactions / 4, FASTEST, context.seed());
      }
      Memory before = node.memory();
      long first = node.lastLsn();
      double[] freeRates = new double[TURNS];
      double[] ratios = new double[TURNS];
      try (StalledConsumer consumer = new StalledConsumer(node.endpoint(), first)) {
        for (int turn = 0; turn < TURNS; turn++) {
          freeRates[turn] = free.commitUpdates(perTurn, FASTEST, context.seed() + turn);
          double rate = node.commitUpdates(perTurn, FASTEST, context.seed() + turn);
          ratios[turn] = rate / freeRates[turn];
          context
              .progress()
              .printf("turn %d: %,.0f and %,.0f commits/s%n", turn + 1, freeRates[turn], rate);
        }
        Memory stalled = node.memory();
        long received = consumer.readUpTo(first + perTurn * TURNS, PATIENCE);
        return judge(perTurn * TURNS, before, stalled, middle(freeRates), middle(ratios), received);
      }
    }
  }

  private static double middle(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static CheckResult judge(
      long transactions,
      Memory before,
      Memory stalled,
      double freeRate,
      double rate,
      long received) {
    long heapGrowth = stalled.liveHeapBytes() - before.liveHeapBytes();
    boolean passed =
        heapGrowth < MOST_HEAP_GROWTH_BYTES && rate >= LEAST_RATE && received == transactions;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("transactions", transactions);
    values.put("liveHeapBytesBefore", before.liveHeapBytes());
    values.put("liveHeapBytesStalled", stalled.liveHeapBytes());
    values.put("directBytesBefore", before.directBytes());
    values.put("directBytesStalled", stalled.directBytes());
    values.put("commitsPerSecondWithoutConsumer", freeRate);
    values.put("commitRateRatio", rate);
    values.put("received", received);
    return new CheckResult(
        passed,
        ("stalled-consumer: %,d transactions; heap in use %.1f -> %.1f MiB, direct %.1f -> %.1f"
                + " MiB, commit rate %.1f %% of that without it (%,.0f/s), %,d received afterwards")
            .formatted(
                transactions,
                mebibytes(before.liveHeapBytes()),
                mebibytes(stalled.liveHeapBytes()),
                mebibytes(before.directBytes()),
                mebibytes(stalled.directBytes()),
                100 * rate,
                freeRate,
                received),
        values);
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
