package io.dolake.lake.parquet;

import io.dolake.common.catalog.TableDef;
import io.dolake.lake.schema.LakeColumns;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.TypeUtil;

/**
 * Reads rows back from a data file, in the file's order, as values of a version of the table.
 * Values of ANY columns come back as their text, columns that are not in the lake as null.
 */
public final class LakeRowReader {
  private LakeRowReader() {}

  /** Rows with one value per column of {@code table}; to be closed. */
  public static CloseableIterable<Object[]> read(InputFile file, TableDef table) {
    return read(file, table, LakeColumns.icebergSchema(table));
  }

  /** Likewise, with null in place of everything but the primary key. */
  public static CloseableIterable<Object[]> readKeys(InputFile file, TableDef table) {
    Set<Integer> keyIds = new HashSet<>();
    table.primaryKey().forEach(part -> keyIds.add(part.columnId()));
    return read(file, table, TypeUtil.select(LakeColumns.icebergSchema(table), keyIds));
  }

  private static CloseableIterable<Object[]> read(InputFile file, TableDef table, Schema schema) {
    int[] fields = new int[table.columns().size()];
    int next = 0;
    for (int i = 0; i < fields.length; i++) {
      fields[i] = schema.findField(table.columns().get(i).id()) != null ? next++ : -1;
    }
    CloseableIterable<Record> records =
        Parquet.read(file)
            .project(schema)
            .reuseContainers() // values are taken out of a record before the next one is read
            .createReaderFunc(fileSchema -> GenericParquetReaders.buildReader(schema, fileSchema))
            .build();
    return CloseableIterable.transform(records, record -> values(record, fields));
  }

  private static Object[] values(Record record, int[] fields) {
    Object[] row = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] >= 0) {
        row[i] = value(record.get(fields[i]));
      }
    }
    return row;
  }

  private static Object value(Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    if (value instanceof OffsetDateTime instant) {
      return instant.toInstant();
    }
    return value;
  }
}
