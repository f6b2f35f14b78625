package io.dolake.catalog.table;

import io.dolake.catalog.storage.MetadataFiles;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.TableProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes metadata files that a commit dropped from a table's metadata log, for tables that ask for
 * it with {@code write.metadata.delete-after-commit.enabled}.
 *
 * <p>One thread deletes; when it falls behind, the committing thread waits by deleting itself.
 */
final class ObsoleteMetadata implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObsoleteMetadata.class);
  private static final int QUEUE = 10_000;
  private static final long CLOSE_WAIT_SECONDS = 10;

  private final MetadataFiles files;
  private final ThreadPoolExecutor deleter;

  ObsoleteMetadata(MetadataFiles files) {
    this.files = files;
    this.deleter =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> new Thread(task, "catalog-metadata-deleter"),
            new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /** Call after the commit: until then the old log is the valid one. */
  void removeAfter(TableMetadata base, TableMetadata committed) {
    if (!committed.propertyAsBoolean(
        TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED,
        TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED_DEFAULT)) {
      return;
    }
    Set<MetadataLogEntry> removed = new HashSet<>(base.previousFiles());
    committed.previousFiles().forEach(removed::remove);
    for (MetadataLogEntry entry : removed) {
      deleter.execute(() -> files.deleteUnused(entry.file()));
    }
  }

  /** Finishes what is queued, within bounds. */
  @Override
  public void close() {
    deleter.shutdown();
    try {
      if (!deleter.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("obsolete metadata files were left: count={}", deleter.getQueue().size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
