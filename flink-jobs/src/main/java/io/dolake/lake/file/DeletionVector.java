package io.dolake.lake.file;

import java.util.Objects;

/**
 * Where the dead rows of a data file are told: a deletion vector in a Puffin file or, for format
 * version 2, a Parquet file of position deletes of its own.
 *
 * @param path the file
 * @param fileSizeBytes its length
 * @param offset where the vector's blob begins; negative for position deletes
 * @param length bytes of the blob, or of the file of position deletes
 * @param cardinality deleted rows
 */
public record DeletionVector(
    String path, long fileSizeBytes, long offset, long length, long cardinality) {
  public DeletionVector {
    Objects.requireNonNull(path, "path");
  }

  private static final long NO_OFFSET = -1;

  /** A Parquet file of position deletes. */
  public static DeletionVector positionDeletes(String path, long fileSizeBytes, long cardinality) {
    return new DeletionVector(path, fileSizeBytes, NO_OFFSET, fileSizeBytes, cardinality);
  }

  /** Whether this is a vector in a Puffin file. */
  public boolean isPuffin() {
    return offset >= 0;
  }
}
