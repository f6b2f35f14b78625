package io.dolake.storage.check.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * The pages of LMDB's data file at a power loss: each as it was at the last sync of LMDB, or as it
 * was written since. Thread-safe.
 */
final class LmdbPages {
  /** Name of the file in the shard's directory. */
  static final String DATA_FILE = "data/data.mdb";

  private static final int PAGE_BYTES = 4096;

  private final Path dataFile;
  private byte[] synced = {};
  private byte[] atPowerOff = {};

  LmdbPages(Path dataFile) {
    this.dataFile = dataFile;
  }

  /** Everything written before this call may be counted as synced. */
  synchronized void noteSync() {
    synced = read();
  }

  synchronized void notePowerOff() {
    atPowerOff = read();
  }

  private byte[] read() {
    try {
      return Files.exists(dataFile) ? Files.readAllBytes(dataFile) : new byte[0];
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + dataFile, e);
    }
  }

  /** Writes what the power loss left; the store must be closed. */
  synchronized void losePower(Random random) throws IOException {
    int newPercent = new int[] {0, 20, 50, 80, 100}[random.nextInt(5)];
    int pages = Math.max(synced.length, atPowerOff.length) / PAGE_BYTES;
    byte[] left = Arrays.copyOf(synced, pages * PAGE_BYTES);
    for (int page = 0; page < pages; page++) {
      int start = page * PAGE_BYTES;
      if (start < atPowerOff.length && random.nextInt(100) < newPercent) {
        System.arraycopy(atPowerOff, start, left, start, PAGE_BYTES);
      }
    }
    // What was appended since the sync may be missing as a whole.
    int length = random.nextInt(100) < newPercent ? left.length : synced.length;
    Files.write(dataFile, Arrays.copyOf(left, length));
    synced = read();
  }
}
