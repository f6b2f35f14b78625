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
import org.apache.iceberg.deletes.Deletes;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.puffin.Blob;
import org.apache.iceberg.puffin.BlobMetadata;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinWriter;
import org.apache.iceberg.puffin.StandardBlobTypes;

/**
 * Reads and writes deletion vectors. The bitmaps of recently written ones stay in memory, so that a
 * file that loses rows at every checkpoint is not read back each time; the files are the truth.
 * Belongs to one thread.
 */
final class VectorStore {
  /** Roaring bitmaps of dense deletes take an eighth of a byte per row, sparse ones two bytes. */
  private static final long BYTES_PER_DELETED_ROW = 2;

  private final FileIO io;
  private final long cacheBytes;
  private final Map<DeletionVector, PositionDeleteIndex> cache =
      new LinkedHashMap<>(16, 0.75f, true);
  private long cachedBytes;

  VectorStore(FileIO io, long cacheBytes) {
    this.io = io;
    this.cacheBytes = cacheBytes;
  }

  /** The bitmap of a vector, to be changed by the caller; empty if there is no vector. */
  PositionDeleteIndex take(DataFileInfo file, DeletionVector vector) {
    if (vector == null) {
      return Deletes.toPositionIndex(CloseableIterable.empty());
    }
    PositionDeleteIndex cached = cache.remove(vector);
    if (cached != null) {
      cachedBytes -= sizeOf(vector);
      return cached;
    }
    return read(file, vector);
  }

  private PositionDeleteIndex read(DataFileInfo file, DeletionVector vector) {
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

  /** Opens a Puffin file for the vectors of one table. */
  Batch open(String path) {
    return new Batch(path);
  }

  private void remember(DeletionVector vector, PositionDeleteIndex positions) {
    cache.put(vector, positions);
    cachedBytes += sizeOf(vector);
    var eldest = cache.entrySet().iterator();
    while (cachedBytes > cacheBytes && eldest.hasNext()) {
      cachedBytes -= sizeOf(eldest.next().getKey());
      eldest.remove();
    }
  }

  private static long sizeOf(DeletionVector vector) {
    return Math.min(vector.length(), BYTES_PER_DELETED_ROW * vector.cardinality()) + 64;
  }

  /** Vectors that go into one file. */
  final class Batch implements AutoCloseable {
    private final PuffinWriter writer;
    private final Map<Long, BlobMetadata> blobs = new LinkedHashMap<>();
    private final Map<Long, PositionDeleteIndex> bitmaps = new LinkedHashMap<>();

    private Batch(String path) {
      writer = Puffin.write(io.newOutputFile(path)).createdBy("DoLake").build();
    }

    void add(DataFileInfo file, PositionDeleteIndex positions) {
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
      bitmaps.put(file.fileId(), positions);
    }

    /** Closes the file and gives its vectors by data file id. */
    Map<Long, DeletionVector> finish() throws IOException {
      writer.close();
      Map<Long, DeletionVector> vectors = new LinkedHashMap<>();
      for (Map.Entry<Long, BlobMetadata> entry : blobs.entrySet()) {
        PositionDeleteIndex positions = bitmaps.get(entry.getKey());
        DeletionVector vector =
            new DeletionVector(
                writer.location(),
                writer.fileSize(),
                entry.getValue().offset(),
                entry.getValue().length(),
                positions.cardinality());
        vectors.put(entry.getKey(), vector);
        remember(vector, positions);
      }
      return vectors;
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
