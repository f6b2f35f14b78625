package io.dolake.cli.demo;

import java.util.concurrent.atomic.LongAdder;

/** What the desk has done so far. Thread-safe. */
final class DeskCounters {
  final LongAdder committed = new LongAdder();
  final LongAdder rowChanges = new LongAdder();
  final LongAdder conflicts = new LongAdder();
  final LongAdder reconnects = new LongAdder();
}
