package io.dolake.sql.exec;

import io.dolake.common.catalog.Collation;
import io.dolake.sql.expr.Expr;
import io.dolake.sql.types.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of an input whose keys equal outer values: the input is read once per execution into a hash
 * table, so that a correlated subquery without index costs one lookup per outer row.
 */
public final class HashLookupOperator extends Operator {
  private final Operator input;
  private final Expr[] keys;
  private final Expr[] values;
  private final Collation[] collations;

  /**
   * @param keys over the input's rows
   * @param values over no row: of variables and parameters
   */
  public HashLookupOperator(
      Operator input, Expr[] keys, Expr[] values, Collation[] collations, double rows) {
    super(rows, 1 + rows);
    this.input = input;
    this.keys = keys;
    this.values = values;
    this.collations = collations;
  }

  @Override
  protected RowSource openSource(Frame frame) {
    Map<Object, List<Object[]>> table = frame.context().state(this, () -> build(frame));
    Object key = key(values, null, frame);
    List<Object[]> found = key == null ? null : table.get(key);
    return found == null ? RowSource.EMPTY : Rows.source(found.iterator());
  }

  private Map<Object, List<Object[]>> build(Frame frame) {
    Map<Object, List<Object[]>> table = new HashMap<>();
    for (Object[] row : Rows.of(input, frame).list()) {
      Object key = key(keys, row, frame);
      if (key != null) {
        table.computeIfAbsent(key, absent -> new ArrayList<>(2)).add(row);
      }
    }
    return table;
  }

  private Object key(Expr[] expressions, Object[] row, Frame frame) {
    Object[] key = new Object[expressions.length];
    for (int i = 0; i < key.length; i++) {
      Object value = expressions[i].eval(row, frame);
      if (value == null) {
        return null;
      }
      key[i] = value instanceof String text ? Values.fold(text, collations[i]) : value;
    }
    return RowKey.of(key, key.length);
  }

  @Override
  public List<Operator> inputs() {
    return List.of(input);
  }

  @Override
  public String describe() {
    return "Hash lookup by outer values";
  }
}
