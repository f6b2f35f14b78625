package io.dolake.storage.txn;

import java.util.concurrent.atomic.LongAdder;

/** Counts and times of commits. Thread-safe. */
public final class CommitMetrics {
  private final LatencyHistogram commits = new LatencyHistogram();
  private final LatencyHistogram syncs = new LatencyHistogram();
  private final LongAdder groups = new LongAdder();
  private final LongAdder transactions = new LongAdder();
  private final LongAdder serializationFailures = new LongAdder();

  void commitNanos(long nanos) {
    commits.record(nanos);
  }

  void syncNanos(long nanos) {
    syncs.record(nanos);
  }

  void group(int size) {
    groups.increment();
    transactions.add(size);
  }

  void serializationFailure() {
    serializationFailures.increment();
  }

  /** Time from asking for a commit to knowing its outcome. */
  public LatencyHistogram commits() {
    return commits;
  }

  /** Time of the log's syncs. */
  public LatencyHistogram syncs() {
    return syncs;
  }

  public long groupCount() {
    return groups.sum();
  }

  public long transactionCount() {
    return transactions.sum();
  }

  public long serializationFailureCount() {
    return serializationFailures.sum();
  }
}
