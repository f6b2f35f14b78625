package io.dolake.lake.writer;

import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that nobody will refer to. */
final class UnusedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedFiles.class);

  private UnusedFiles() {}

  /**
   * Deletes a file if the store lets it. Otherwise the removal of orphans will: that is not worth a
   * task's failure, and no failure at all may come from a task that is being closed, because Flink
   * gives its whole TaskManager up for that.
   */
  static void delete(FileIO io, String location) {
    try {
      io.deleteFile(location);
    } catch (RuntimeException e) {
      LOG.warn("{} is of no use but cannot be deleted now: {}", location, e.toString());
    }
  }
}
