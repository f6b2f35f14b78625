package io.dolake.catalog.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.ServiceUnavailableException;

/**
 * Writes the metadata files of a commit, those of several tables side by side.
 *
 * <p>The pool is bounded; when it has no room the calling thread writes the file itself.
 */
final class MetadataWriter implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int QUEUE = 256;

  /**
   * A file to write.
   *
   * @param base the table's current metadata, or null for a new table
   * @param target the metadata to write; if it is the base's there is nothing to write
   */
  record Request(StoredTable base, TableMetadata target) {
    boolean isEmpty() {
      return base != null && base.metadata() == target;
    }
  }

  private final TableMetadataStore metadata;
  private final ThreadPoolExecutor pool;

  MetadataWriter(TableMetadataStore metadata) {
    this.metadata = metadata;
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> new Thread(task, "catalog-metadata-writer-" + number.incrementAndGet()),
            new ThreadPoolExecutor.CallerRunsPolicy());
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Writes all files, or none.
   *
   * @return the stored metadata in the order of the requests
   * @throws ServiceUnavailableException if a file could not be written; the others are deleted
   */
  List<StoredTable> writeAll(List<Request> requests) {
    if (requests.size() == 1) {
      return List.of(write(requests.get(0)));
    }
    List<Future<StoredTable>> writes = new ArrayList<>(requests.size());
    for (Request request : requests) {
      writes.add(pool.submit(() -> write(request)));
    }
    List<StoredTable> written = new ArrayList<>(requests.size());
    RuntimeException failure = null;
    for (Future<StoredTable> write : writes) {
      try {
        written.add(await(write));
      } catch (RuntimeException e) {
        written.add(null);
        failure = e;
      }
    }
    if (failure != null) {
      deleteWritten(requests, written);
      throw failure;
    }
    return written;
  }

  private StoredTable write(Request request) {
    if (request.isEmpty()) {
      return request.base();
    }
    return metadata.write(
        request.target(), request.base() == null ? null : request.base().location());
  }

  private void deleteWritten(List<Request> requests, List<StoredTable> written) {
    for (int i = 0; i < requests.size(); i++) {
      if (written.get(i) != null && !requests.get(i).isEmpty()) {
        metadata.deleteUnused(written.get(i));
      }
    }
  }

  private static StoredTable await(Future<StoredTable> write) {
    try {
      return write.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceUnavailableException(e, "Interrupted while writing metadata");
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
