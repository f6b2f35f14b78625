package io.dolake.lake.dv;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.DeletionVector;
import java.util.Objects;

/**
 * What is kept of a live data file.
 *
 * @param file without metrics
 * @param vector its current deletion vector, or null
 */
record FileState(DataFileInfo file, DeletionVector vector) {
  FileState {
    Objects.requireNonNull(file, "file");
  }
}
