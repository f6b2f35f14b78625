package io.dolake.server.bench;

import io.dolake.server.DoSqlNode;
import io.dolake.storage.StoreMetrics;

/** What the engine counted: statements that had a plan or not, commits and their groups. */
record EngineCounters(long cacheHits, long cacheMisses, long commits, long groups) {
  static EngineCounters of(DoSqlNode node) {
    StoreMetrics store = node.store().metrics();
    return new EngineCounters(
        node.engine().cacheHits(),
        node.engine().cacheMisses(),
        store.committedTransactions(),
        store.commitGroups());
  }

  EngineCounters minus(EngineCounters before) {
    return new EngineCounters(
        cacheHits - before.cacheHits,
        cacheMisses - before.cacheMisses,
        commits - before.commits,
        groups - before.groups);
  }

  /** Statements that ran without being planned for it, in percent. */
  double hitPercent() {
    return 100.0 * cacheHits / Math.max(1, cacheHits + cacheMisses);
  }

  double commitsPerGroup() {
    return (double) commits / Math.max(1, groups);
  }
}
