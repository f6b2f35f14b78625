package io.dolake.sql.dml;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ForeignKeyDef;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ConstraintViolationException;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.types.TextForm;
import io.dolake.sql.types.Values;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.KeyRange;
import io.dolake.storage.Row;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One foreign key seen from both sides: finds the parent of some values and the children that have
 * them, by key or index where there is one. Immutable.
 */
final class ForeignKeyLink {
  private final ForeignKeyDef definition;
  private final TableDef child;
  private final TableDef parent;
  private final int[] childOrdinals;
  private final int[] parentOrdinals;

  /** Positions in the foreign key's values that make up the parent's primary key, or null. */
  private final int[] parentKey;

  private final IndexDef parentIndex;
  private final int[] parentIndexOrder;
  private final boolean childKeyPrefix;
  private final IndexDef childIndex;
  private final int[] childOrder;

  ForeignKeyLink(Catalog catalog, TableDef child, ForeignKeyDef definition) {
    this.definition = definition;
    this.child = child;
    this.parent = catalog.table(definition.parent()).orElseThrow();
    this.childOrdinals = ordinals(child, definition.columnIds());
    this.parentOrdinals = ordinals(parent, definition.parentColumnIds());
    this.parentKey =
        parent.primaryKey().size() == parentOrdinals.length
            ? order(parent.primaryKey(), definition.parentColumnIds())
            : null;
    IndexDef unique = null;
    int[] uniqueOrder = null;
    for (IndexDef index : catalog.indexesOf(parent.id())) {
      if (index.unique()
          && index.ready()
          && index.predicate() == null
          && index.columns().size() == parentOrdinals.length) {
        int[] order = order(index.columns(), definition.parentColumnIds());
        if (order != null) {
          unique = index;
          uniqueOrder = order;
        }
      }
    }
    this.parentIndex = unique;
    this.parentIndexOrder = uniqueOrder;
    int[] keyOrder = order(child.primaryKey(), definition.columnIds());
    IndexDef found = null;
    int[] foundOrder = keyOrder;
    if (keyOrder == null) {
      for (IndexDef index : catalog.indexesOf(child.id())) {
        int[] order = order(index.columns(), definition.columnIds());
        if (order != null && index.ready() && index.predicate() == null) {
          found = index;
          foundOrder = order;
          break;
        }
      }
    }
    this.childKeyPrefix = keyOrder != null;
    this.childIndex = found;
    this.childOrder = foundOrder;
  }

  private static int[] ordinals(TableDef table, List<Integer> columnIds) {
    return columnIds.stream().mapToInt(table::ordinalOf).toArray();
  }

  /**
   * Where in the foreign key's columns each of the leading key columns stands, or null when those
   * are not the same columns.
   */
  private static int[] order(List<KeyColumn> key, List<Integer> columnIds) {
    if (key.size() < columnIds.size()) {
      return null;
    }
    int[] order = new int[columnIds.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = columnIds.indexOf(key.get(i).columnId());
      if (order[i] < 0) {
        return null;
      }
    }
    return order;
  }

  ForeignKeyDef definition() {
    return definition;
  }

  TableDef child() {
    return child;
  }

  TableDef parent() {
    return parent;
  }

  int[] childOrdinals() {
    return childOrdinals.clone();
  }

  /**
   * The foreign key's values of a child row, or null when one is NULL and nothing is referenced.
   */
  Object[] valuesOfChild(Object[] row) {
    return values(row, childOrdinals);
  }

  Object[] valuesOfParent(Object[] row) {
    return values(row, parentOrdinals);
  }

  private static Object[] values(Object[] row, int[] ordinals) {
    Object[] values = new Object[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      values[i] = row[ordinals[i]];
      if (values[i] == null) {
        return null;
      }
    }
    return values;
  }

  boolean same(Object[] a, Object[] b) {
    if (a == null || b == null) {
      return a == b;
    }
    for (int i = 0; i < a.length; i++) {
      if (!equal(a[i], b[i], collation(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(Object a, Object b, Collation collation) {
    return a != null && b != null && Values.compare(a, b, collation) == 0;
  }

  private Collation collation(int i) {
    return parent.columns().get(parentOrdinals[i]).collation();
  }

  /** Whether a parent has these values. Below SERIALIZABLE it is locked, so that it stays. */
  boolean parentExists(ExecutionContext context, Object[] values) {
    Object[] converted = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      try {
        converted[i] =
            ColumnAssignment.convert(
                parent.columns().get(parentOrdinals[i]).type(), values[i], "parent");
      } catch (DoLakeException noSuchValue) {
        return false;
      }
    }
    ShardTransaction transaction = context.transaction();
    if (parentKey != null) {
      Object[] key = pick(converted, parentKey);
      return keepParent(transaction, key);
    }
    if (parentIndex == null) {
      return scanForParent(context, converted);
    }
    try (RowCursor cursor =
        transaction.scanIndex(
            parentIndex.id(),
            KeyRange.prefix(pick(converted, parentIndexOrder)),
            ScanDirection.FORWARD)) {
      if (!cursor.next()) {
        return false;
      }
      Object[] key = keyOf(parent, cursor.row().copyOfValues());
      return keepParent(transaction, key);
    }
  }

  private boolean keepParent(ShardTransaction transaction, Object[] key) {
    boolean validated = transaction.options().isolation() == IsolationLevel.SERIALIZABLE;
    Row row =
        validated ? transaction.get(parent.id(), key) : transaction.getForUpdate(parent.id(), key);
    return row != null;
  }

  private boolean scanForParent(ExecutionContext context, Object[] values) {
    try (RowCursor cursor =
        context.transaction().scan(parent.id(), KeyRange.ALL, ScanDirection.FORWARD)) {
      while (cursor.next()) {
        context.step();
        if (matches(cursor.row(), parentOrdinals, values)) {
          return true;
        }
      }
      return false;
    }
  }

  private boolean matches(Row row, int[] ordinals, Object[] values) {
    for (int i = 0; i < ordinals.length; i++) {
      if (!equal(row.value(ordinals[i]), values[i], collation(i))) {
        return false;
      }
    }
    return true;
  }

  private static Object[] pick(Object[] values, int[] order) {
    Object[] picked = new Object[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = values[order[i]];
    }
    return picked;
  }

  static Object[] keyOf(TableDef table, Object[] row) {
    Object[] key = new Object[table.primaryKey().size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = row[table.ordinalOf(table.primaryKey().get(i).columnId())];
    }
    return key;
  }

  /** Children that have these values, at most {@code limit} of them. */
  List<Object[]> children(ExecutionContext context, Object[] values, int limit) {
    List<Object[]> rows = new ArrayList<>();
    try (RowCursor cursor = openChildren(context.transaction(), values)) {
      while (rows.size() < limit && cursor.next()) {
        context.step();
        if (matches(cursor.row(), childOrdinals, values)) {
          rows.add(cursor.row().copyOfValues());
        }
      }
    }
    return rows;
  }

  private RowCursor openChildren(ShardTransaction transaction, Object[] values) {
    if (childOrder == null || !sameTypes()) {
      return transaction.scan(child.id(), KeyRange.ALL, ScanDirection.FORWARD);
    }
    KeyRange range = KeyRange.prefix(pick(values, childOrder));
    return childKeyPrefix
        ? transaction.scan(child.id(), range, ScanDirection.FORWARD)
        : transaction.scanIndex(childIndex.id(), range, ScanDirection.FORWARD);
  }

  /** Values of the parent can be looked up among the children only if they have the same class. */
  private boolean sameTypes() {
    for (int i = 0; i < childOrdinals.length; i++) {
      if (child.columns().get(childOrdinals[i]).type().kind()
          != parent.columns().get(parentOrdinals[i]).type().kind()) {
        return false;
      }
    }
    return true;
  }

  /** Fails if a child has these values and no parent does. */
  void requireParentOfChildren(ExecutionContext context, Object[] values) {
    if (!children(context, values, 1).isEmpty() && !parentExists(context, values)) {
      throw violation(values);
    }
  }

  DoLakeException violation(Object[] values) {
    return violation(
        "foreign key \""
            + definition.name()
            + "\" of table \""
            + child.name()
            + "\" is violated: "
            + shown(values)
            + " is not in table \""
            + parent.name()
            + "\"");
  }

  DoLakeException stillReferenced(Object[] values) {
    return violation(
        "row "
            + shown(values)
            + " of table \""
            + parent.name()
            + "\" is still referenced by foreign key \""
            + definition.name()
            + "\" of table \""
            + child.name()
            + "\"");
  }

  private DoLakeException violation(String message) {
    return new ConstraintViolationException(
        ErrorCode.FOREIGN_KEY_VIOLATION,
        message,
        child.schema(),
        child.name(),
        null,
        definition.name());
  }

  private static String shown(Object[] values) {
    return "(" + String.join(", ", Arrays.stream(values).map(TextForm::of).toList()) + ")";
  }

  /** Identity of a check of these values. */
  Object checkKey(Object[] values) {
    List<Object> key = new ArrayList<>();
    key.add(child.id());
    key.add(definition.name());
    for (int i = 0; i < values.length; i++) {
      key.add(Values.hashKey(values[i], collation(i)));
    }
    return key;
  }
}
