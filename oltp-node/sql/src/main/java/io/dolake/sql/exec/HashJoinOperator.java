package io.dolake.sql.exec;

import io.dolake.sql.expr.Expr;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Joins on equal keys: the right side is held in a hash table, left rows look theirs up. */
public final class HashJoinOperator extends Operator {
  private final JoinSides sides;
  private final JoinKeys keys;

  public HashJoinOperator(JoinSides sides, JoinKeys keys, double rows) {
    super(rows, cost(sides.left(), sides.right(), rows));
    this.sides = sides;
    this.keys = keys;
  }

  /** Estimated cost of joining these inputs. */
  public static double cost(Operator left, Operator right, double rows) {
    return left.estimatedCost()
        + right.estimatedCost()
        + left.estimatedRows()
        + right.estimatedRows() * 1.5
        + rows * 0.2;
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

  /** Null where a part of the key is, which equals nothing. */
  private Object key(Expr[] parts, Object[] row, Frame frame) {
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Object value = parts[i].eval(row, frame);
      if (value == null) {
        return null;
      }
      values[i] = value instanceof String s ? Values.fold(s, keys.collations()[i]) : value;
    }
    return RowKey.of(values, values.length);
  }

  @Override
  protected RowSource openSource(Frame frame) {
    Rows rows = Rows.of(sides.right(), frame);
    Map<Object, Bucket> table = new HashMap<>(rows.size() * 2);
    List<Bucket> unkeyed = new ArrayList<>();
    // From the last to the first, so that each bucket's list is in the input's order.
    for (int i = rows.size() - 1; i >= 0; i--) {
      Object[] row = rows.list().get(i);
      Object key = key(keys.right(), row, frame);
      if (key != null) {
        table.put(key, new Bucket(row, table.get(key)));
      } else if (sides.kind().keepsRight()) {
        unkeyed.add(new Bucket(row, null));
      }
    }
    if (table.isEmpty() && !sides.kind().keepsLeft() && unkeyed.isEmpty()) {
      rows.release();
      return RowSource.EMPTY;
    }
    return new Probe(frame, sides.left().open(frame), rows, table, unkeyed);
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
    private Iterator<Object[]> rest;

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
          Object[] joined = sides.joined(leftRow, bucket.row);
          frame.context().step();
          if (sides.matches(joined, frame)) {
            matched = true;
            bucket.matched = true;
            return joined;
          }
        }
        if (leftRow != null && !matched && sides.kind().keepsLeft()) {
          Object[] padded = sides.withoutRight(leftRow);
          leftRow = null;
          return padded;
        }
        leftRow = leftSource.next();
        if (leftRow == null) {
          rest = sides.kind().keepsRight() ? unmatched() : List.<Object[]>of().iterator();
        } else {
          frame.context().step();
          matched = false;
          Object key = key(keys.left(), leftRow, frame);
          candidate = key == null ? null : table.get(key);
        }
      }
      return rest.hasNext() ? rest.next() : null;
    }

    private Iterator<Object[]> unmatched() {
      List<Object[]> padded = new ArrayList<>();
      for (Bucket head : table.values()) {
        for (Bucket bucket = head; bucket != null; bucket = bucket.next) {
          if (!bucket.matched) {
            padded.add(sides.withoutLeft(bucket.row));
          }
        }
      }
      for (Bucket bucket : unkeyed) {
        padded.add(sides.withoutLeft(bucket.row));
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

  @Override
  public List<Operator> inputs() {
    return sides.inputs();
  }

  @Override
  public String describe() {
    return sides.describe("Hash join");
  }
}
