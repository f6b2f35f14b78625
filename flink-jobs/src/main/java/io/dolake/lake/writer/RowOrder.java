package io.dolake.lake.writer;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.row.RowView;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.schema.LakeTypes;
import io.dolake.lake.schema.SortText;
import io.dolake.lake.writer.FoldedChanges.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortField;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.util.SerializableFunction;

/**
 * The order of a table's rows within a file. What rows are compared by, their sort keys, is taken
 * from them once. Belongs to one thread.
 */
final class RowOrder implements Comparator<Object[]> {
  private final String canonical;
  private final RowView row;
  private final List<Field> fields = new ArrayList<>();

  /** A field of the order: where its value comes from and how values compare, null among them. */
  private record Field(
      int ordinal,
      ColumnType type,
      SerializableFunction<Object, Object> transform,
      Comparator<Object> comparator) {
    Object valueOf(Object columnValue) {
      return transform.apply(LakeTypes.icebergValue(type, columnValue));
    }
  }

  /**
   * @param order bound to the schema of this version of the table
   * @param row for this object alone
   */
  RowOrder(TableDef table, SortOrder order, RowView row) {
    this.canonical = SortText.canonical(order);
    this.row = row;
    for (SortField field : order.fields()) {
      int ordinal = table.ordinalOf(field.sourceId());
      Type type = order.schema().findType(field.sourceId());
      Transform<Object, Object> transform = field.transform();
      fields.add(
          new Field(
              ordinal,
              table.columns().get(ordinal).type(),
              transform.bind(type),
              comparator(field, transform.getResultType(type))));
    }
  }

  private static Comparator<Object> comparator(SortField field, Type type) {
    Comparator<Object> values = Comparators.forType(type.asPrimitiveType());
    Comparator<Object> directed =
        field.direction() == SortDirection.ASC ? values : values.reversed();
    return field.nullOrder() == NullOrder.NULLS_FIRST
        ? Comparator.nullsFirst(directed)
        : Comparator.nullsLast(directed);
  }

  /** Whether there is an order at all. */
  boolean isSorted() {
    return !fields.isEmpty();
  }

  /** The order as {@link SortText#canonical} writes it. */
  String canonical() {
    return canonical;
  }

  private Object[] keyOf(byte[] storedRow) {
    row.wrap(storedRow);
    Object[] key = new Object[fields.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = fields.get(i).valueOf(row.value(fields.get(i).ordinal()));
    }
    return key;
  }

  /** The sort key of a row given as one value per column. */
  Object[] keyOf(Object[] values) {
    Object[] key = new Object[fields.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = fields.get(i).valueOf(values[fields.get(i).ordinal()]);
    }
    return key;
  }

  /** Compares sort keys. */
  @Override
  public int compare(Object[] a, Object[] b) {
    for (int i = 0; i < a.length; i++) {
      int result = fields.get(i).comparator().compare(a[i], b[i]);
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  /**
   * The changes in this order, without those that leave no row; changes that sort alike stay as
   * they come. All of them as they come if there is no order.
   */
  List<Change> sorted(List<Change> changes) {
    if (!isSorted()) {
      return changes;
    }
    record Keyed(Object[] key, Change change) {}
    List<Keyed> rows = new ArrayList<>(changes.size());
    for (Change change : changes) {
      if (change.image() != null) {
        rows.add(new Keyed(keyOf(change.image()), change));
      }
    }
    rows.sort(Comparator.comparing(Keyed::key, this));
    return rows.stream().map(Keyed::change).toList();
  }
}
