package io.dolake.sql.exec.window;

import io.dolake.common.catalog.Collation;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.exec.window.WindowSpec.Bound;
import io.dolake.sql.exec.window.WindowSpec.Exclusion;
import io.dolake.sql.exec.window.WindowSpec.Unit;
import io.dolake.sql.types.Arithmetic;
import io.dolake.sql.types.Values;

/** The sorted rows of one partition, each as its operands, with its peers and frames. */
final class WindowPartition {
  private final WindowSpec spec;
  private final Object[][] rows;
  private final int[] peerStart;
  private final int[] peerEnd;
  private final int[] groupOf;
  private final int[] groupStart;
  private final int groupCount;

  WindowPartition(WindowSpec spec, Object[][] rows) {
    this.spec = spec;
    this.rows = rows;
    int count = rows.length;
    peerStart = new int[count];
    peerEnd = new int[count];
    groupOf = new int[count];
    groupStart = new int[count + 1];
    int groups = 0;
    for (int start = 0; start < count; groups++) {
      int end = start + 1;
      while (end < count && samePeers(rows[start], rows[end])) {
        end++;
      }
      groupStart[groups] = start;
      for (int i = start; i < end; i++) {
        peerStart[i] = start;
        peerEnd[i] = end;
        groupOf[i] = groups;
      }
      start = end;
    }
    groupStart[groups] = count;
    groupCount = groups;
  }

  private boolean samePeers(Object[] a, Object[] b) {
    for (int i = 0; i < spec.order().size(); i++) {
      int column = spec.orderAt() + i;
      if (Values.compareNullsFirst(a[column], b[column], Collation.BINARY) != 0) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return rows.length;
  }

  Object[] row(int index) {
    return rows[index];
  }

  int peerStart(int index) {
    return peerStart[index];
  }

  int peerEnd(int index) {
    return peerEnd[index];
  }

  int groupOf(int index) {
    return groupOf[index];
  }

  /** First row of the frame of a row. */
  int frameStart(int index) {
    Bound bound = spec.frame().start();
    return switch (bound) {
      case UNBOUNDED_PRECEDING -> 0;
      case CURRENT_ROW -> spec.frame().unit() == Unit.ROWS ? index : peerStart[index];
      case UNBOUNDED_FOLLOWING -> rows.length;
      default -> offsetStart(index, bound, rows[index][spec.startOffsetAt()]);
    };
  }

  /** Row after the last of the frame of a row. */
  int frameEnd(int index) {
    Bound bound = spec.frame().end();
    return switch (bound) {
      case UNBOUNDED_PRECEDING -> 0;
      case CURRENT_ROW -> spec.frame().unit() == Unit.ROWS ? index + 1 : peerEnd[index];
      case UNBOUNDED_FOLLOWING -> rows.length;
      default -> offsetEnd(index, bound, rows[index][spec.endOffsetAt()]);
    };
  }

  /** Whether a row of the frame is left out by EXCLUDE. */
  boolean excluded(int index, int candidate) {
    Exclusion exclusion = spec.frame().exclusion();
    return switch (exclusion) {
      case NO_OTHERS -> false;
      case CURRENT_ROW -> candidate == index;
      case GROUP -> groupOf[candidate] == groupOf[index];
      case TIES -> candidate != index && groupOf[candidate] == groupOf[index];
    };
  }

  private int offsetStart(int index, Bound bound, Object offset) {
    switch (spec.frame().unit()) {
      case ROWS:
        return clamp(index + signed(bound, wholeOffset(offset)));
      case GROUPS:
        long group = groupOf[index] + signed(bound, wholeOffset(offset));
        return group >= groupCount ? rows.length : groupStart[(int) Math.max(0, group)];
      default:
        return rangeEdge(index, bound, offset, true);
    }
  }

  private int offsetEnd(int index, Bound bound, Object offset) {
    switch (spec.frame().unit()) {
      case ROWS:
        return clamp(index + signed(bound, wholeOffset(offset)) + 1);
      case GROUPS:
        long group = groupOf[index] + signed(bound, wholeOffset(offset)) + 1;
        return group <= 0 ? 0 : groupStart[(int) Math.min(groupCount, group)];
      default:
        return rangeEdge(index, bound, offset, false);
    }
  }

  private static long signed(Bound bound, long offset) {
    return bound == Bound.PRECEDING ? -offset : offset;
  }

  private int clamp(long position) {
    return (int) Math.max(0, Math.min(rows.length, position));
  }

  private static long wholeOffset(Object offset) {
    if (!(offset instanceof Long count) || count < 0) {
      throw new DoLakeException(
          ErrorCode.WINDOWING_ERROR, "frame offset must be a non-negative integer");
    }
    return Math.min(count, Integer.MAX_VALUE);
  }

  /** Edge of a frame that counts in units of the only ORDER BY key. */
  private int rangeEdge(int index, Bound bound, Object offset, boolean start) {
    if (offset == null || Values.compare(offset, 0L, Collation.BINARY) < 0) {
      throw new DoLakeException(
          ErrorCode.WINDOWING_ERROR, "frame offset must be a non-negative number");
    }
    int column = spec.orderAt();
    Object key = rows[index][column];
    if (!(key instanceof Number)) {
      return start ? peerStart[index] : peerEnd[index];
    }
    boolean descending = spec.order().get(0).descending();
    boolean towardsSmaller = (bound == Bound.PRECEDING) != descending;
    Object edge = towardsSmaller ? Arithmetic.subtract(key, offset) : Arithmetic.add(key, offset);
    int low = 0;
    int high = rows.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = orderAgainst(rows[middle][column], edge, descending);
      boolean before = start ? order < 0 : order <= 0;
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int orderAgainst(Object key, Object edge, boolean descending) {
    if (key == null) {
      return spec.order().get(0).nullsFirst() ? -1 : 1;
    }
    int order = Values.compare(key, edge, Collation.BINARY);
    return descending ? -order : order;
  }
}
