package io.dolake.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** Whether data files keep the order that they say they have, as Iceberg reads and compares. */
final class SortedFiles {
  private SortedFiles() {}

  static List<DataFile> current(Table table) throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file().copy()));
    }
    return files;
  }

  static Set<String> paths(Table table) throws IOException {
    Set<String> paths = new HashSet<>();
    current(table).forEach(file -> paths.add(file.location()));
    return paths;
  }

  /**
   * Checks every file.
   *
   * @param old paths of files that may be in another order or none
   */
  static void check(Table table, Set<String> old) throws IOException {
    for (DataFile file : current(table)) {
      if (!old.contains(file.location())) {
        assertThat(file.sortOrderId())
            .as("order of %s", file.location())
            .isEqualTo(table.sortOrder().orderId());
      }
      checkRows(table, file, table.sortOrders().get(file.sortOrderId()));
    }
  }

  private static void checkRows(Table table, DataFile file, SortOrder order) throws IOException {
    Schema schema = table.schema();
    boolean columnIsGone =
        order.fields().stream().anyMatch(field -> schema.findField(field.sourceId()) == null);
    if (order.isUnsorted() || columnIsGone) {
      return;
    }
    Comparator<StructLike> comparator = SortOrderComparators.forSchema(schema, order);
    InternalRecordWrapper before = new InternalRecordWrapper(schema.asStruct());
    InternalRecordWrapper after = new InternalRecordWrapper(schema.asStruct());
    Record last = null;
    try (CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(schema)
            .createReaderFunc(inFile -> GenericParquetReaders.buildReader(schema, inFile))
            .build()) {
      for (Record row : rows) {
        if (last != null) {
          assertThat(comparator.compare(before.wrap(last), after.wrap(row)))
              .as("%s before %s in %s, by %s", last, row, file.location(), order)
              .isLessThanOrEqualTo(0);
        }
        last = row;
      }
    }
  }
}
