package io.dolake.lake.commit;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.DeletionVector;
import io.dolake.lake.schema.PartitionText;
import io.dolake.lake.schema.SortText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SingleValueParser;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/** Files of the topology as Iceberg's objects, bound to a table's partition spec, and back. */
public final class IcebergFiles {
  private IcebergFiles() {}

  /**
   * @param order of the file's rows; unsorted if they have none or the file is only named
   */
  static DataFile dataFile(DataFileInfo file, PartitionSpec spec, SortOrder order) {
    DataFiles.Builder builder =
        DataFiles.builder(spec)
            .withPath(file.path())
            .withFormat(FileFormat.PARQUET)
            .withSortOrder(order)
            .withFileSizeInBytes(file.sizeBytes())
            .withMetrics(
                file.metrics() != null
                    ? file.metrics()
                    : new Metrics(file.rowCount(), null, null, null, null));
    if (spec.isPartitioned()) {
      builder.withPartition(partition(file.partition(), spec));
    }
    return builder.build();
  }

  static DeleteFile deletionVector(DeletionVector vector, DataFileInfo file, PartitionSpec spec) {
    FileMetadata.Builder builder =
        FileMetadata.deleteFileBuilder(spec)
            .ofPositionDeletes()
            .withPath(vector.path())
            .withFileSizeInBytes(vector.fileSizeBytes())
            .withReferencedDataFile(file.path());
    if (vector.isPuffin()) {
      builder
          .withFormat(FileFormat.PUFFIN)
          .withContentOffset(vector.offset())
          .withContentSizeInBytes(vector.length())
          .withRecordCount(vector.cardinality());
    } else {
      builder.withFormat(FileFormat.PARQUET).withMetrics(onePath(vector, file.path()));
    }
    if (spec.isPartitioned()) {
      builder.withPartition(partition(file.partition(), spec));
    }
    return builder.build();
  }

  /** Bounds by which engines that do not know of the referenced data file find it all the same. */
  private static Metrics onePath(DeletionVector vector, String path) {
    Map<Integer, ByteBuffer> bound =
        Map.of(
            MetadataColumns.DELETE_FILE_PATH.fieldId(),
            Conversions.toByteBuffer(MetadataColumns.DELETE_FILE_PATH.type(), path));
    return new Metrics(vector.cardinality(), null, null, null, null, bound, bound);
  }

  /** A table's data file as the topology describes them; it has no number yet. */
  public static DataFileInfo describe(DataFile file, int tableId, Table table) {
    PartitionSpec spec = table.specs().get(file.specId());
    return new DataFileInfo(
        0,
        tableId,
        table.location(),
        file.location(),
        PartitionText.canonical(spec),
        partitionAsJson(file.partition(), spec),
        orderOf(file, table),
        file.recordCount(),
        file.fileSizeInBytes(),
        new Metrics(
            file.recordCount(),
            file.columnSizes(),
            file.valueCounts(),
            file.nullValueCounts(),
            file.nanValueCounts(),
            file.lowerBounds(),
            file.upperBounds()));
  }

  private static String orderOf(DataFile file, Table table) {
    SortOrder order =
        file.sortOrderId() == null ? null : table.sortOrders().get(file.sortOrderId());
    return order == null ? "" : SortText.canonical(order);
  }

  private static List<String> partitionAsJson(StructLike partition, PartitionSpec spec) {
    List<String> values = new ArrayList<>();
    List<Types.NestedField> fields = spec.partitionType().fields();
    for (int i = 0; i < fields.size(); i++) {
      Object value = partition.get(i, Object.class);
      values.add(value == null ? null : SingleValueParser.toJson(fields.get(i).type(), value));
    }
    return values;
  }

  private static PartitionData partition(List<String> values, PartitionSpec spec) {
    PartitionData partition = new PartitionData(spec.partitionType());
    List<Types.NestedField> fields = spec.partitionType().fields();
    for (int i = 0; i < fields.size(); i++) {
      String value = values.get(i);
      partition.set(
          i, value == null ? null : SingleValueParser.fromJson(fields.get(i).type(), value));
    }
    return partition;
  }
}
