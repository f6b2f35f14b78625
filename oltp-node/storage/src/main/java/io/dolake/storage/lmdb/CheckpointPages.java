package io.dolake.storage.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * LMDB's two meta pages, outside LMDB. They are the only pages that LMDB overwrites while a tree is
 * pinned: with them put back, the file holds the pinned tree again, whatever the other pages of
 * later commits look like.
 */
public final class CheckpointPages {
  static final String DATA_FILE = "data.mdb";
  private static final String LOCK_FILE = "lock.mdb";
  private static final int META_PAGES = 2;

  private CheckpointPages() {}

  /** LMDB's file in this directory. */
  public static Path dataFile(Path directory) {
    return directory.resolve(DATA_FILE);
  }

  /** Reads both pages; only when no write transaction is open. */
  public static byte[] read(Path directory, int pageBytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(directory.resolve(DATA_FILE), StandardOpenOption.READ)) {
      ByteBuffer pages = ByteBuffer.allocate(META_PAGES * pageBytes);
      while (pages.hasRemaining()) {
        if (channel.read(pages, pages.position()) < 0) {
          throw new IOException(DATA_FILE + " is shorter than its meta pages");
        }
      }
      return pages.array();
    }
  }

  /**
   * Puts the pages back, before the environment is opened, and forgets readers of processes that
   * are gone. Nothing is synced: whoever finds the file after a power loss puts them back again,
   * and a sync would have to write all that the killed process left in the page cache.
   */
  public static void restore(Path directory, byte[] pages) throws IOException {
    Files.deleteIfExists(directory.resolve(LOCK_FILE));
    try (FileChannel channel =
        FileChannel.open(directory.resolve(DATA_FILE), StandardOpenOption.WRITE)) {
      ByteBuffer source = ByteBuffer.wrap(pages);
      while (source.hasRemaining()) {
        channel.write(source, source.position());
      }
    }
  }

  /** Removes the environment's files, to begin with an empty one. */
  public static void discard(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(LOCK_FILE));
    Files.deleteIfExists(directory.resolve(DATA_FILE));
  }
}
