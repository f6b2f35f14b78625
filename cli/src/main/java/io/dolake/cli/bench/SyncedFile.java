package io.dolake.cli.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the disk can do at most for one writer of a log: a file whose blocks are all there is
 * overwritten from its beginning to its end, a record at a time, each with its own {@code
 * fdatasync}. Nobody who commits by one write and one sync is faster on this disk.
 */
final class SyncedFile implements AutoCloseable {
  private static final int FILE_BYTES = 16 << 20;
  private static final int BLOCK_BYTES = 4096;

  /** About what the store logs for an update of one row of 100 bytes. */
  private static final int RECORD_BYTES = 176;

  private final Path path;
  private final FileChannel channel;
  private long position;

  SyncedFile(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK_BYTES);
    for (long at = 0; at < FILE_BYTES; at += BLOCK_BYTES) {
      channel.write(zeros.clear(), at);
    }
    channel.force(true);
  }

  /** Synced records per second. */
  double rate(long nanos) throws IOException {
    ByteBuffer row = ByteBuffer.allocateDirect(RECORD_BYTES);
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < nanos) {
      channel.write(row.clear(), position);
      channel.force(false);
      position = (position + RECORD_BYTES) % (FILE_BYTES - RECORD_BYTES);
      count++;
    }
    return count * 1e9 / (System.nanoTime() - start);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    }
  }
}
