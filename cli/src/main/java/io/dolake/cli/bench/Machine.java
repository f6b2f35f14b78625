package io.dolake.cli.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the machine itself can do at most, to hold the stores' figures against. */
final class Machine {
  private static final int BLOCK_BYTES = 4096;
  private static final int MEMORY_LONGS = 16 << 20;
  private static final int MEMORY_PASSES = 8;

  private Machine() {}

  /** Appends of one block, each with its own fdatasync, per second. */
  static double syncsPerSecond(Path directory, long nanos) throws IOException {
    Path file = directory.resolve("fsync");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
      long start = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - start < nanos) {
        channel.write(block.clear());
        channel.force(false);
        count++;
      }
      return count * 1e9 / (System.nanoTime() - start);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Bytes per second that one thread reads from memory in order. */
  static double memoryBytesPerSecond() {
    long[] memory = new long[MEMORY_LONGS];
    long best = Long.MAX_VALUE;
    long sum = 0;
    for (int pass = 0; pass < MEMORY_PASSES; pass++) {
      long start = System.nanoTime();
      for (long value : memory) {
        sum += value;
      }
      best = Math.min(best, System.nanoTime() - start);
      memory[pass] = sum;
    }
    return MEMORY_LONGS * 8L * 1e9 / best;
  }
}
