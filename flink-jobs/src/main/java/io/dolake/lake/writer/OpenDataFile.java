package io.dolake.lake.writer;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.KeyColumn;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.type.TypeKind;
import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.parquet.HadoopDefaults;
import io.dolake.lake.parquet.StoredRowWriter;
import io.dolake.lake.schema.LakeColumns;
import io.dolake.lake.schema.PartitionText;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Parquet file that is being written. Belongs to one thread. */
final class OpenDataFile {
  private static final Logger LOG = LoggerFactory.getLogger(OpenDataFile.class);
  private static final int ROWS_BETWEEN_SIZE_CHECKS = 1_000;

  /** Below this a bloom filter costs more than the few pages it could save. */
  private static final int MIN_BLOOM_FILTER_ROWS = 5_000;

  private static final int MIN_DICTIONARY_BYTES = 32 << 10;
  private static final int MAX_DICTIONARY_BYTES = 2 << 20;

  private final FileIO io;
  private final WriterTable table;
  private final PartitionData partition;
  private final long fileId;
  private final OutputFile outputFile;
  private final String sorting;
  private final FileAppender<byte[]> appender;
  private final long targetFileBytes;
  private int rows;

  private OpenDataFile(
      FileIO io,
      WriterTable table,
      PartitionData partition,
      long fileId,
      OutputFile outputFile,
      String sorting,
      FileAppender<byte[]> appender,
      long targetFileBytes) {
    this.io = io;
    this.table = table;
    this.partition = partition;
    this.fileId = fileId;
    this.outputFile = outputFile;
    this.sorting = sorting;
    this.appender = appender;
    this.targetFileBytes = targetFileBytes;
  }

  static OpenDataFile create(
      FileIO io,
      WriterTable table,
      PartitionData partition,
      long fileId,
      String attempt,
      WriteLimits limits,
      int expectedRows)
      throws IOException {
    String directory = DataFileNames.directory(table.location());
    if (partition != null) {
      directory += table.spec().partitionToPath(partition) + "/";
    }
    OutputFile outputFile = io.newOutputFile(directory + DataFileNames.name(fileId, attempt));
    TableDef definition = table.current();
    FileAppender<byte[]> appender =
        HadoopDefaults.without(
            () ->
                Parquet.write(outputFile)
                    .schema(table.schema())
                    .setAll(parquetProperties(definition, limits, expectedRows))
                    .metricsConfig(MetricsConfig.getDefault())
                    .createWriterFunc(type -> new StoredRowWriter(definition, table::version, type))
                    .build());
    return new OpenDataFile(
        io,
        table,
        partition,
        fileId,
        outputFile,
        table.order().canonical(),
        appender,
        limits.targetFileBytes());
  }

  private static Map<String, String> parquetProperties(
      TableDef table, WriteLimits limits, int expectedRows) {
    Map<String, String> properties = new HashMap<>();
    properties.put(TableProperties.PARQUET_COMPRESSION, limits.compression());
    properties.put(
        TableProperties.PARQUET_DICT_SIZE_BYTES, Integer.toString(dictionaryBytes(expectedRows)));
    if (expectedRows >= MIN_BLOOM_FILTER_ROWS) {
      for (KeyColumn part : table.primaryKey()) {
        ColumnDef column = table.columns().get(table.ordinalOf(part.columnId()));
        if (column.type().kind() == TypeKind.BOOLEAN) {
          continue; // Parquet has no bloom filters for them
        }
        String name = LakeColumns.lakeName(table, column);
        properties.put(TableProperties.PARQUET_BLOOM_FILTER_COLUMN_ENABLED_PREFIX + name, "true");
        properties.put(
            TableProperties.PARQUET_BLOOM_FILTER_COLUMN_NDV_PREFIX + name,
            Integer.toString(expectedRows));
      }
    }
    return properties;
  }

  /**
   * A dictionary pays if values come again; one of about a byte per row tells soon that those of a
   * column do not.
   */
  private static int dictionaryBytes(int expectedRows) {
    return Math.max(MIN_DICTIONARY_BYTES, Math.min(MAX_DICTIONARY_BYTES, expectedRows));
  }

  /** Appends a stored row. */
  FilePosition write(byte[] row) {
    appender.add(row);
    return new FilePosition(fileId, rows++);
  }

  /** Now and then, because asking costs. */
  boolean isDueForSizeCheck() {
    return rows % ROWS_BETWEEN_SIZE_CHECKS == 0;
  }

  boolean isFull(long maxRows) {
    return rows >= maxRows || appender.length() >= targetFileBytes;
  }

  DataFileInfo finish() throws IOException {
    appender.close();
    return new DataFileInfo(
        fileId,
        table.tableId(),
        table.location(),
        outputFile.location(),
        PartitionText.canonical(table.spec()),
        partition == null ? List.of() : table.partitions().toJson(partition),
        sorting,
        rows,
        appender.length(),
        appender.metrics());
  }

  /** Closes and deletes the file, as far as the store lets that happen; never fails. */
  void discard() {
    try {
      appender.close();
    } catch (IOException | RuntimeException e) {
      LOG.info("{} is given up unfinished: {}", outputFile.location(), e.toString());
    }
    UnusedFiles.delete(io, outputFile.location());
  }
}
