package io.dolake.lake.writer;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.row.RowView;
import io.dolake.common.type.ColumnType;
import io.dolake.lake.schema.LakeTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SingleValueParser;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.util.SerializableFunction;

/** Finds the partition that a stored row belongs to. Belongs to one thread. */
final class PartitionTuples {
  private final PartitionSpec spec;
  private final RowView row;
  private final int[] ordinals;
  private final ColumnType[] types;
  private final List<SerializableFunction<Object, Object>> transforms = new ArrayList<>();

  PartitionTuples(TableDef table, PartitionSpec spec, RowView row) {
    this.spec = spec;
    this.row = row;
    this.ordinals = new int[spec.fields().size()];
    this.types = new ColumnType[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      PartitionField field = spec.fields().get(i);
      ordinals[i] = table.ordinalOf(field.sourceId());
      types[i] = table.columns().get(ordinals[i]).type();
      @SuppressWarnings("unchecked") // the spec was bound to the schema of this table
      Transform<Object, Object> transform = (Transform<Object, Object>) field.transform();
      transforms.add(transform.bind(spec.schema().findType(field.sourceId())));
    }
  }

  boolean isPartitioned() {
    return ordinals.length > 0;
  }

  /** The partition of a stored row; equal rows' partitions are equal. */
  PartitionData partitionOf(byte[] storedRow) {
    row.wrap(storedRow);
    PartitionData partition = new PartitionData(spec.partitionType());
    for (int i = 0; i < ordinals.length; i++) {
      Object value = LakeTypes.icebergValue(types[i], row.value(ordinals[i]));
      partition.set(i, transforms.get(i).apply(value));
    }
    return partition;
  }

  /** The partition's values as JSON, in the order of the spec's fields. */
  List<String> toJson(PartitionData partition) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < ordinals.length; i++) {
      Object value = partition.get(i);
      Type type = spec.partitionType().fields().get(i).type();
      values.add(value == null ? null : SingleValueParser.toJson(type, value));
    }
    return values;
  }
}
