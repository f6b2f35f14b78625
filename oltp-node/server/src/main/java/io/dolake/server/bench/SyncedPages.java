package io.dolake.server.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The least that makes a commit durable: one page of a file whose blocks are all there, written and
 * synced by the thread that commits, one after the other. Thread-safe.
 */
final class SyncedPages implements AutoCloseable {
  private static final int PAGE_BYTES = 4096;
  private static final int PAGES = 4096;

  private final FileChannel channel;
  private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
  private long commits;

  SyncedPages(Path path) throws IOException {
    channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    for (int i = 0; i < PAGES; i++) {
      channel.write(page.clear(), (long) i * PAGE_BYTES);
    }
    channel.force(true);
  }

  /** Returns once a page is on the disk. */
  synchronized void commit() throws IOException {
    channel.write(page.clear(), commits % PAGES * PAGE_BYTES);
    channel.force(false);
    commits++;
  }

  /** Pages written. */
  synchronized long commits() {
    return commits;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
