package io.dolake.lake.dv;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.DeletionVector;
import io.dolake.lake.parquet.HadoopDefaults;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.Deletes;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DeleteSchemaUtil;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.parquet.Parquet;

/**
 * Position deletes in Parquet, for engines that know format version 2 only: one file for each data
 * file, written anew whenever the data file loses rows, so that no reader has to merge several.
 */
final class ParquetDeletes implements DeletesFormat {
  private static final Schema SCHEMA = DeleteSchemaUtil.pathPosSchema();
  private static final int POSITION = 1;

  @Override
  public PositionDeleteIndex read(FileIO io, DataFileInfo file, DeletionVector vector) {
    CloseableIterable<Record> rows =
        Parquet.read(io.newInputFile(vector.path()))
            .project(SCHEMA)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(SCHEMA, type))
            .build();
    return Deletes.toPositionIndex(
        CloseableIterable.transform(rows, row -> row.get(POSITION, Long.class)));
  }

  @Override
  public Writer open(FileIO io, String path) {
    return new PositionWriter(io, path);
  }

  private static final class PositionWriter implements Writer {
    private final FileIO io;
    private final String path;
    private final Map<Long, DeletionVector> written = new LinkedHashMap<>();

    PositionWriter(FileIO io, String path) {
      this.io = io;
      this.path = path;
    }

    @Override
    public void add(DataFileInfo file, PositionDeleteIndex positions) throws IOException {
      String deletesPath = path + "-" + written.size() + ".parquet";
      PositionDeleteWriter<Record> writer = openWriter(deletesPath);
      try (writer) {
        PositionDelete<Record> delete = PositionDelete.create();
        positions.forEach(position -> writer.write(delete.set(file.path(), position)));
      }
      written.put(
          file.fileId(),
          DeletionVector.positionDeletes(
              deletesPath, writer.toDeleteFile().fileSizeInBytes(), positions.cardinality()));
    }

    private PositionDeleteWriter<Record> openWriter(String deletesPath) throws IOException {
      return HadoopDefaults.without(
          () ->
              Parquet.writeDeletes(io.newOutputFile(deletesPath))
                  .createWriterFunc(type -> GenericParquetWriter.create(SCHEMA, type))
                  .set(TableProperties.PARQUET_COMPRESSION, "zstd")
                  .withSpec(PartitionSpec.unpartitioned()) // the commit knows the table's
                  .buildPositionWriter());
    }

    @Override
    public Map<Long, DeletionVector> finish() {
      return written;
    }

    /** Nothing is open between two data files. */
    @Override
    public void close() {}
  }
}
