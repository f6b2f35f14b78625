package io.dolake.e2e.engines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;

/** Reads and writes rows of unpartitioned tables with Iceberg's generic records. */
final class Rows {
  private Rows() {}

  /** Writes rows into one Parquet file and commits it. */
  @SafeVarargs
  static void append(Table table, List<Object>... rows) throws IOException {
    OutputFile output =
        table
            .io()
            .newOutputFile(
                table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet"));
    FileAppender<Record> appender =
        Parquet.write(output)
            .schema(table.schema())
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (appender) {
      for (List<Object> row : rows) {
        Record record = GenericRecord.create(table.schema());
        for (int i = 0; i < row.size(); i++) {
          record.set(i, row.get(i));
        }
        appender.add(record);
      }
    }
    DataFile file =
        DataFiles.builder(PartitionSpec.unpartitioned())
            .withPath(output.location())
            .withFormat(org.apache.iceberg.FileFormat.PARQUET)
            .withFileSizeInBytes(appender.length())
            .withMetrics(appender.metrics())
            .build();
    table.newAppend().appendFile(file).commit();
  }

  /** All rows in order, values separated by tabs. */
  static List<String> read(Table table) throws IOException {
    return rows(IcebergGenerics.read(table).build());
  }

  /** The rows and columns of a snapshot. */
  static List<String> readAt(Table table, long snapshotId) throws IOException {
    return rows(
        IcebergGenerics.read(table)
            .useSnapshot(snapshotId)
            .project(table.schemas().get(table.snapshot(snapshotId).schemaId()))
            .build());
  }

  private static List<String> rows(CloseableIterable<Record> records) throws IOException {
    List<String> rows = new ArrayList<>();
    try (records) {
      for (Record record : records) {
        StringJoiner values = new StringJoiner("\t");
        for (int i = 0; i < record.size(); i++) {
          values.add(String.valueOf(record.get(i)));
        }
        rows.add(values.toString());
      }
    }
    Collections.sort(rows);
    return rows;
  }
}
