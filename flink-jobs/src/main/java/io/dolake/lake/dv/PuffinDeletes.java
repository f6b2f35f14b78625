package io.dolake.lake.dv;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.DeletionVector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.puffin.Blob;
import org.apache.iceberg.puffin.BlobMetadata;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinWriter;
import org.apache.iceberg.puffin.StandardBlobTypes;

/** Deletion vectors, those of a table and checkpoint in one Puffin file: format version 3. */
final class PuffinDeletes implements DeletesFormat {
  @Override
  public PositionDeleteIndex read(FileIO io, DataFileInfo file, DeletionVector vector) {
    byte[] blob = new byte[Math.toIntExact(vector.length())];
    try (SeekableInputStream in = io.newInputFile(vector.path()).newStream()) {
      in.seek(vector.offset());
      in.readNBytes(blob, 0, blob.length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read deletion vector in " + vector.path(), e);
    }
    DeleteFile description =
        FileMetadata.deleteFileBuilder(PartitionSpec.unpartitioned())
            .ofPositionDeletes()
            .withFormat(FileFormat.PUFFIN)
            .withPath(vector.path())
            .withFileSizeInBytes(vector.fileSizeBytes())
            .withReferencedDataFile(file.path())
            .withContentOffset(vector.offset())
            .withContentSizeInBytes(vector.length())
            .withRecordCount(vector.cardinality())
            .build();
    return PositionDeleteIndex.deserialize(blob, description);
  }

  @Override
  public Writer open(FileIO io, String path) {
    return new VectorWriter(
        Puffin.write(io.newOutputFile(path + ".puffin")).createdBy("DoLake").build());
  }

  private static final class VectorWriter implements Writer {
    private final PuffinWriter writer;
    private final Map<Long, BlobMetadata> blobs = new LinkedHashMap<>();
    private final Map<Long, Long> cardinalities = new LinkedHashMap<>();

    VectorWriter(PuffinWriter writer) {
      this.writer = writer;
    }

    @Override
    public void add(DataFileInfo file, PositionDeleteIndex positions) {
      BlobMetadata blob =
          writer.write(
              new Blob(
                  StandardBlobTypes.DV_V1,
                  List.of(MetadataColumns.ROW_POSITION.fieldId()),
                  -1, // the commit gives snapshot and sequence number
                  -1,
                  positions.serialize(),
                  null,
                  Map.of(
                      "referenced-data-file",
                      file.path(),
                      "cardinality",
                      Long.toString(positions.cardinality()))));
      blobs.put(file.fileId(), blob);
      cardinalities.put(file.fileId(), positions.cardinality());
    }

    @Override
    public Map<Long, DeletionVector> finish() throws IOException {
      writer.close();
      Map<Long, DeletionVector> vectors = new LinkedHashMap<>();
      for (Map.Entry<Long, BlobMetadata> entry : blobs.entrySet()) {
        vectors.put(
            entry.getKey(),
            new DeletionVector(
                writer.location(),
                writer.fileSize(),
                entry.getValue().offset(),
                entry.getValue().length(),
                cardinalities.get(entry.getKey())));
      }
      return vectors;
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
