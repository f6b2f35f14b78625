package io.dolake.lake.dv;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.DeletionVector;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.deletes.Deletes;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;

/**
 * Reads and writes deletion vectors. The bitmaps of recently written ones stay in memory, so that a
 * file that loses rows at every checkpoint is not read back each time; the files are the truth.
 * Belongs to one thread.
 */
final class VectorStore {
  /** Roaring bitmaps of dense deletes take an eighth of a byte per row, sparse ones two bytes. */
  private static final long BYTES_PER_DELETED_ROW = 2;

  private final FileIO io;
  private final DeletesFormat format;
  private final long cacheBytes;
  private final Map<DeletionVector, PositionDeleteIndex> cache =
      new LinkedHashMap<>(16, 0.75f, true);
  private long cachedBytes;

  VectorStore(FileIO io, DeletesFormat format, long cacheBytes) {
    this.io = io;
    this.format = format;
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
    return format.read(io, file, vector);
  }

  /**
   * Begins to write the vectors of one table.
   *
   * @param path of what is written, without the ending; nobody else's
   */
  Batch open(String path) {
    return new Batch(format.open(io, path));
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

  /** Vectors that are written together. */
  final class Batch implements AutoCloseable {
    private final DeletesFormat.Writer writer;
    private final Map<Long, PositionDeleteIndex> bitmaps = new LinkedHashMap<>();

    private Batch(DeletesFormat.Writer writer) {
      this.writer = writer;
    }

    void add(DataFileInfo file, PositionDeleteIndex positions) throws IOException {
      writer.add(file, positions);
      bitmaps.put(file.fileId(), positions);
    }

    /** Concludes and gives the vectors by data file id. */
    Map<Long, DeletionVector> finish() throws IOException {
      Map<Long, DeletionVector> vectors = writer.finish();
      vectors.forEach((fileId, vector) -> remember(vector, bitmaps.get(fileId)));
      return vectors;
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
