package io.dolake.lake.file;

import java.util.Objects;

/**
 * A deletion vector in a Puffin file.
 *
 * @param path the Puffin file
 * @param fileSizeBytes length of the Puffin file
 * @param offset where the vector's blob begins
 * @param length bytes of the blob
 * @param cardinality deleted rows
 */
public record DeletionVector(
    String path, long fileSizeBytes, long offset, long length, long cardinality) {
  public DeletionVector {
    Objects.requireNonNull(path, "path");
  }
}
