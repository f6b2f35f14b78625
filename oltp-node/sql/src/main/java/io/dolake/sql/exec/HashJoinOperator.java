package io.dolake.sql.exec;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Joins on equal keys: the right side is held in a hash table, left rows look theirs up. */
public final class HashJoinOperator extends Operator {
  private final Operator left;
  private final Operator right;
  private final Expr[] leftKeys;
  private final Expr[] rightKeys;
  private final Collation[] collations;
  private final Expr condition;
  private final String text;
  private final JoinKind kind;
  private final int leftWidth;
  private final int rightWidth;
  private final List<Operator> subplans;

  /**
   * @param condition over the joined row, beyond the keys; or null
   */
  public HashJoinOperator(
      Operator left,
      Operator right,
      Expr[] leftKeys,
      Expr[] rightKeys,
      Collation[] collations,
      Expr condition,
      String text,
      JoinKind kind,
      int leftWidth,
      int rightWidth,
      List<Operator> subplans,
      double rows) {
    super(
        rows,
        left.estimatedCost()
            + right.estimatedCost()
            + left.estimatedRows()
            + right.estimatedRows() * 1.5
            + rows * 0.2);
    this.left = left;
    this.right = right;
    this.leftKeys = leftKeys;
    this.rightKeys = rightKeys;
    this.collations = collations;
    this.condition = condition;
    this.text = text;
    this.kind = kind;
    this.leftWidth = leftWidth;
    this.rightWidth = rightWidth;
    this.subplans = List.copyOf(subplans);
  }

  /** Right rows with the same keys. */
  private static final class Bucket {
    private final Object[] row;
    private final Bucket next;
    private boolean matched;

    Bucket(Object[] row, Bucket next) {
      this.row = row;
      this.next = next;
    }
  }

  private Object key(Expr[] keys, Object[] row, Frame frame) {
    Object[] values = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      Object value = keys[i].eval(row, frame);
      if (value == null) {
        return null;
      }
      values[i] = value instanceof String s ? Values.fold(s, collations[i]) : value;
    }
    return RowKey.of(values, values.length);
  }

  @Override
  protected RowSource openSource(Frame frame) {
    Rows rows = Rows.of(right, frame);
    Map<Object, Bucket> table = new HashMap<>(rows.size() * 2);
    List<Bucket> unkeyed = new ArrayList<>();
    // From the last to the first, so that each bucket's list is in the input's order.
    for (int i = rows.size() - 1; i >= 0; i--) {
      Object[] row = rows.list().get(i);
      Object key = key(rightKeys, row, frame);
      if (key != null) {
        table.put(key, new Bucket(row, table.get(key)));
      } else if (kind.keepsRight()) {
        unkeyed.add(new Bucket(row, null));
      }
    }
    if (table.isEmpty() && !kind.keepsLeft() && unkeyed.isEmpty()) {
      rows.release();
      return RowSource.EMPTY;
    }
    return new Probe(frame, left.open(frame), rows, table, unkeyed);
  }

  private final class Probe implements RowSource {
    private final Frame frame;
    private final RowSource leftSource;
    private final Rows rightRows;
    private final Map<Object, Bucket> table;
    private final List<Bucket> unkeyed;
    private Object[] leftRow;
    private Bucket candidate;
    private boolean matched;
    private java.util.Iterator<Object[]> rest;

    Probe(
        Frame frame,
        RowSource leftSource,
        Rows rightRows,
        Map<Object, Bucket> table,
        List<Bucket> unkeyed) {
      this.frame = frame;
      this.leftSource = leftSource;
      this.rightRows = rightRows;
      this.table = table;
      this.unkeyed = unkeyed;
    }

    @Override
    public Object[] next() {
      while (rest == null) {
        while (candidate != null) {
          Bucket bucket = candidate;
          candidate = bucket.next;
          Object[] joined = joined(leftRow, bucket.row);
          frame.context().step();
          if (condition == null || condition.test(joined, frame)) {
            matched = true;
            bucket.matched = true;
            return joined;
          }
        }
        if (leftRow != null && !matched && kind.keepsLeft()) {
          Object[] padded = Arrays.copyOf(leftRow, leftWidth + rightWidth);
          leftRow = null;
          return padded;
        }
        leftRow = leftSource.next();
        if (leftRow == null) {
          rest = kind.keepsRight() ? unmatched() : List.<Object[]>of().iterator();
        } else {
          frame.context().step();
          matched = false;
          Object key = key(leftKeys, leftRow, frame);
          candidate = key == null ? null : table.get(key);
        }
      }
      return rest.hasNext() ? rest.next() : null;
    }

    private java.util.Iterator<Object[]> unmatched() {
      List<Object[]> padded = new ArrayList<>();
      for (Bucket head : table.values()) {
        for (Bucket bucket = head; bucket != null; bucket = bucket.next) {
          if (!bucket.matched) {
            padded.add(joined(new Object[leftWidth], bucket.row));
          }
        }
      }
      for (Bucket bucket : unkeyed) {
        padded.add(joined(new Object[leftWidth], bucket.row));
      }
      return padded.iterator();
    }

    @Override
    public void close() {
      leftSource.close();
      table.clear();
      rightRows.release();
    }
  }

  private Object[] joined(Object[] leftRow, Object[] rightRow) {
    Object[] row = Arrays.copyOf(leftRow, leftWidth + rightWidth);
    System.arraycopy(rightRow, 0, row, leftWidth, rightWidth);
    return row;
  }

  @Override
  public List<Operator> inputs() {
    List<Operator> inputs = new ArrayList<>(List.of(left, right));
    inputs.addAll(subplans);
    return inputs;
  }

  @Override
  public String describe() {
    return kind.word() + "Hash join on " + text;
  }
}
