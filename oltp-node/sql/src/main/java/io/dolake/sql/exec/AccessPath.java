package io.dolake.sql.exec;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.type.ColumnType;
import io.dolake.sql.expr.Expr;
import io.dolake.storage.KeyRange;
import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which part of a table is read, by which key: equalities on the key's first columns, then several
 * points of the next column or a range of it. Its expressions are evaluated over an outer row (in
 * index joins) or none.
 *
 * @param index null for the primary key
 * @param indexOnly whether the index alone has all columns needed
 * @param unique whether the equalities name at most one row
 * @param keyTypes types of the key's columns
 * @param descending for each key column, whether it is kept in descending order
 * @param equalities values of the first key columns
 * @param points values of the next key column, or null
 * @param lower bound of the next key column, or null
 * @param upper bound of the next key column, or null
 */
public record AccessPath(
    TableId table,
    String tableName,
    IndexId index,
    String indexName,
    boolean indexOnly,
    boolean unique,
    List<ColumnType> keyTypes,
    List<Boolean> descending,
    List<Expr> equalities,
    PointSource points,
    Expr lower,
    Expr upper,
    ScanDirection direction,
    String text) {

  /** Where the points of a multi-point lookup come from. */
  @FunctionalInterface
  public interface PointSource {
    List<Object> points(Object[] outerRow, Frame frame);
  }

  /** Hands the rows of the ranges to a source. */
  RowCursor open(Object[] outerRow, Frame frame) {
    Object[] prefix = new Object[equalities.size()];
    for (int i = 0; i < prefix.length; i++) {
      Object value = equalities.get(i).eval(outerRow, frame);
      prefix[i] =
          value == null ? KeyConverter.NO_MATCH : KeyConverter.exact(keyTypes.get(i), value);
      if (prefix[i] == KeyConverter.NO_MATCH) {
        return EmptyCursor.INSTANCE;
      }
    }
    ShardTransaction transaction = frame.context().transaction();
    if (points != null) {
      return new PointCursor(transaction, prefix, sortedPoints(outerRow, frame));
    }
    if (unique && index == null) {
      Row row = transaction.get(table, prefix);
      return row == null ? EmptyCursor.INSTANCE : new SingleCursor(row);
    }
    if (lower == null && upper == null) {
      return openRange(transaction, prefix.length == 0 ? KeyRange.ALL : KeyRange.prefix(prefix));
    }
    KeyRange range = range(prefix, outerRow, frame);
    return range == null ? EmptyCursor.INSTANCE : openRange(transaction, range);
  }

  private RowCursor openRange(ShardTransaction transaction, KeyRange range) {
    if (index == null) {
      return transaction.scan(table, range, direction);
    }
    return indexOnly
        ? transaction.scanIndexOnly(index, range, direction)
        : transaction.scanIndex(index, range, direction);
  }

  /** Null when a bound is NULL, so that nothing satisfies it. */
  private KeyRange range(Object[] prefix, Object[] outerRow, Frame frame) {
    ColumnType type = keyTypes.get(prefix.length);
    Object low = null;
    Object high = null;
    if (lower != null) {
      Object value = lower.eval(outerRow, frame);
      if (value == null) {
        return null;
      }
      low = KeyConverter.near(type, value, true);
    }
    if (upper != null) {
      Object value = upper.eval(outerRow, frame);
      if (value == null) {
        return null;
      }
      high = KeyConverter.near(type, value, false);
    }
    // Bounds are inclusive: the condition itself is checked on the rows. NULLs are left out.
    if (descending.get(prefix.length)) {
      Object[] start = high == null ? prefix : with(prefix, high);
      Object[] end = with(prefix, low);
      return new KeyRange(start, true, end, low != null);
    }
    Object[] start = with(prefix, low);
    Object[] end = high == null ? prefix : with(prefix, high);
    return new KeyRange(start, low != null, end, true);
  }

  private static Object[] with(Object[] prefix, Object last) {
    Object[] key = Arrays.copyOf(prefix, prefix.length + 1);
    key[prefix.length] = last;
    return key;
  }

  private List<Object> sortedPoints(Object[] outerRow, Frame frame) {
    int column = equalities.size();
    List<Object> keys = new ArrayList<>();
    java.util.Set<Object> seen = new java.util.HashSet<>();
    for (Object point : points.points(outerRow, frame)) {
      if (point == null) {
        continue;
      }
      Object key = KeyConverter.exact(keyTypes.get(column), point);
      if (key != KeyConverter.NO_MATCH && seen.add(RowKey.of(new Object[] {key}, 1))) {
        keys.add(key);
      }
    }
    boolean forward = descending.get(column) == (direction == ScanDirection.BACKWARD);
    keys.sort(
        (a, b) -> {
          int order =
              io.dolake.sql.types.Values.compare(a, b, io.dolake.common.catalog.Collation.BINARY);
          return forward ? order : -order;
        });
    return keys;
  }

  String describe() {
    String what =
        index == null
            ? (equalities.isEmpty() && points == null && lower == null && upper == null
                ? "Scan " + tableName
                : (unique ? "Get " : "Search ") + tableName + " by primary key")
            : (indexOnly ? "Index-only search " : "Search ") + tableName + " by index " + indexName;
    return what + (text.isEmpty() ? "" : " (" + text + ")");
  }

  /** Point after point, each a range or row of its own. */
  private final class PointCursor implements RowCursor {
    private final ShardTransaction transaction;
    private final Object[] prefix;
    private final List<Object> points;
    private int nextPoint;
    private RowCursor current = EmptyCursor.INSTANCE;

    PointCursor(ShardTransaction transaction, Object[] prefix, List<Object> points) {
      this.transaction = transaction;
      this.prefix = prefix;
      this.points = points;
    }

    @Override
    public boolean next() {
      while (!current.next()) {
        current.close();
        current = EmptyCursor.INSTANCE;
        if (nextPoint == points.size()) {
          return false;
        }
        Object[] key = with(prefix, points.get(nextPoint++));
        if (unique && index == null) {
          Row row = transaction.get(table, key);
          current = row == null ? EmptyCursor.INSTANCE : new SingleCursor(row);
        } else {
          current = openRange(transaction, KeyRange.prefix(key));
        }
      }
      return true;
    }

    @Override
    public Row row() {
      return current.row();
    }

    @Override
    public void close() {
      current.close();
    }
  }

  private static final class EmptyCursor implements RowCursor {
    static final EmptyCursor INSTANCE = new EmptyCursor();

    @Override
    public boolean next() {
      return false;
    }

    @Override
    public Row row() {
      throw new IllegalStateException("no row");
    }

    @Override
    public void close() {}
  }

  private static final class SingleCursor implements RowCursor {
    private final Row row;
    private boolean taken;

    SingleCursor(Row row) {
      this.row = row;
    }

    @Override
    public boolean next() {
      boolean first = !taken;
      taken = true;
      return first;
    }

    @Override
    public Row row() {
      return row;
    }

    @Override
    public void close() {}
  }
}
