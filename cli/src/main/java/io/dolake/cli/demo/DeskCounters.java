package io.dolake.cli.demo;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the clerks have done so far. Thread-safe. */
final class DeskCounters {
  final LongAdder committed = new LongAdder();
  final LongAdder rowChanges = new LongAdder();
  final LongAdder conflicts = new LongAdder();
  final LongAdder reconnects = new LongAdder();
  private final Map<DeskAction, LongAdder> actions = new EnumMap<>(DeskAction.class);

  DeskCounters() {
    for (DeskAction action : DeskAction.values()) {
      actions.put(action, new LongAdder());
    }
  }

  /** A transaction's commit was acknowledged. */
  void acknowledged(DeskAction.Done done) {
    committed.increment();
    rowChanges.add(done.rowChanges());
    if (done.rowChanges() > 0) {
      actions.get(done.action()).increment();
    }
  }

  /** Acknowledged transactions that did this. */
  long count(DeskAction action) {
    return actions.get(action).sum();
  }
}
