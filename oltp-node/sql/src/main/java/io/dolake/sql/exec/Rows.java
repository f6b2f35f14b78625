package io.dolake.sql.exec;

import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Rows held in memory on the statement's budget. */
final class Rows {
  private static final long ENTRY_BYTES = 16;

  private final MemoryBudget memory;
  private final List<Object[]> rows = new ArrayList<>();
  private long heldBytes;

  Rows(MemoryBudget memory) {
    this.memory = memory;
  }

  /** All rows of a plan; its source is closed. */
  static Rows of(Operator operator, Frame frame) {
    Rows rows = new Rows(frame.context().memory());
    try (RowSource source = operator.open(frame)) {
      for (Object[] row = source.next(); row != null; row = source.next()) {
        frame.context().step();
        rows.add(row);
      }
    }
    return rows;
  }

  void add(Object[] row) {
    long bytes = ENTRY_BYTES + Values.heapBytes(row);
    memory.reserve(bytes);
    heldBytes += bytes;
    rows.add(row);
  }

  /** Adds unless that would pass the budget. */
  boolean tryAdd(Object[] row) {
    long bytes = ENTRY_BYTES + Values.heapBytes(row);
    if (!memory.tryReserve(bytes)) {
      return false;
    }
    heldBytes += bytes;
    rows.add(row);
    return true;
  }

  List<Object[]> list() {
    return rows;
  }

  int size() {
    return rows.size();
  }

  /** A source over the rows; they stay held. */
  RowSource source() {
    return source(rows.iterator());
  }

  static RowSource source(Iterator<Object[]> iterator) {
    return new RowSource() {
      @Override
      public Object[] next() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  void release() {
    memory.release(heldBytes);
    heldBytes = 0;
    rows.clear();
  }
}
