package io.dolake.server;

import io.dolake.sql.SqlEngine;
import io.dolake.storage.ShardStore;
import io.dolake.storage.StoreMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Metrics of the store and the SQL engine; docs/server.md lists them. Thread-safe. */
final class EngineMetrics {
  /** A scrape asks for every meter by itself; all of one scrape show the same moment. */
  private static final long MAX_AGE_NANOS = 100_000_000;

  private final ShardStore store;
  private StoreMetrics current;
  private long readNanos;

  private EngineMetrics(ShardStore store) {
    this.store = store;
  }

  static void register(MeterRegistry registry, ShardStore store, SqlEngine engine) {
    registerStore(registry, new EngineMetrics(store));
    FunctionCounter.builder("dolake.sql.cache.hits", engine, SqlEngine::cacheHits)
        .description("Statements that ran without being planned for it")
        .register(registry);
    FunctionCounter.builder("dolake.sql.cache.misses", engine, SqlEngine::cacheMisses)
        .description("Statements that had to be planned")
        .register(registry);
  }

  private static void registerStore(MeterRegistry registry, EngineMetrics metrics) {
    metrics.count(
        registry, "commits", "Transactions committed", StoreMetrics::committedTransactions);
    metrics.count(
        registry, "commit.groups", "Groups they were committed in", StoreMetrics::commitGroups);
    metrics.count(
        registry,
        "serialization.failures",
        "Transactions refused by validation at their commit",
        StoreMetrics::serializationFailures);
    metrics.count(registry, "syncs", "Syncs of the log", StoreMetrics::syncs);
    metrics.seconds(
        registry,
        "commit.median",
        "Half of the commits took less",
        StoreMetrics::commitNanosMedian);
    metrics.seconds(
        registry, "commit.p99", "99 of 100 commits took less", StoreMetrics::commitNanos99);
    metrics.seconds(
        registry, "sync.median", "Half of the syncs took less", StoreMetrics::syncNanosMedian);
    metrics.seconds(registry, "sync.p99", "99 of 100 syncs took less", StoreMetrics::syncNanos99);
    metrics.gauge(
        registry,
        "transactions.open",
        "Transactions that have not ended",
        StoreMetrics::openTransactions);
    metrics.gauge(registry, "locks", "Locks held or waited for", StoreMetrics::locks);
    metrics.gauge(registry, "lsn", "Last commit", StoreMetrics::lastLsn);
    metrics.gauge(
        registry, "lsn.retained", "Oldest commit in the log", StoreMetrics::firstRetainedLsn);
    metrics.gauge(registry, "log.segments", "Segments of the log", StoreMetrics::logSegments);
    metrics.gauge(
        registry,
        "log.replay.bytes",
        "Log that recovery would replay",
        StoreMetrics::logBytesSinceCheckpoint);
    metrics.seconds(
        registry,
        "checkpoint.age",
        "Time since the last checkpoint",
        now -> now.checkpointAgeMillis() * 1e6);
    metrics.gauge(registry, "data.bytes", "Used size of LMDB's file", StoreMetrics::dataBytes);
    metrics.gauge(
        registry,
        "memtable.bytes",
        "Heap of commits that are not in LMDB's file yet",
        StoreMetrics::memtableBytes);
    metrics.gauge(
        registry,
        "row.cache.bytes",
        "Memory outside the heap for copies of rows",
        StoreMetrics::rowCacheBytes);
    metrics.count(
        registry,
        "row.cache.hits",
        "Rows read by key that were found there",
        StoreMetrics::rowCacheHits);
    metrics.count(
        registry, "row.cache.misses", "Rows read by key from LMDB", StoreMetrics::rowCacheMisses);
    metrics.gauge(registry, "snapshots.open", "Read snapshots in use", StoreMetrics::openSnapshots);
    metrics.seconds(
        registry,
        "snapshots.oldest",
        "Age of the oldest read snapshot",
        now -> now.oldestSnapshotMillis() * 1e6);
    metrics.gauge(
        registry,
        "failed",
        "1 when the store takes no more writes because its log failed",
        now -> now.failed() ? 1 : 0);
  }

  private void count(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<StoreMetrics> value) {
    FunctionCounter.builder("dolake.store." + name, this, metrics -> value.applyAsDouble(read()))
        .description(description)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<StoreMetrics> value) {
    Gauge.builder("dolake.store." + name, this, metrics -> value.applyAsDouble(read()))
        .description(description)
        .register(registry);
  }

  private void seconds(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<StoreMetrics> nanos) {
    gauge(registry, name + ".seconds", description, now -> nanos.applyAsDouble(now) / 1e9);
  }

  private synchronized StoreMetrics read() {
    long now = System.nanoTime();
    if (current == null || now - readNanos > MAX_AGE_NANOS) {
      current = store.metrics();
      readNanos = now;
    }
    return current;
  }
}
