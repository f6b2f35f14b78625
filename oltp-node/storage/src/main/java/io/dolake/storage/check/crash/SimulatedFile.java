package io.dolake.storage.check.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/**
 * Content of a file as programs see it and as it lies on the disk. The disk has sectors of 512
 * bytes, each of which it writes whole. What was written since the last sync may be on the disk or
 * not, sector by sector. Guarded by the monitor of its {@link UnreliableFiles}.
 */
final class SimulatedFile {
  private static final int SECTOR_BYTES = 512;
  private static final int FIRST_CAPACITY = 16 << 10;

  private byte[] content = new byte[FIRST_CAPACITY];
  private int size;
  private byte[] onDisk = new byte[FIRST_CAPACITY];
  private int sizeOnDisk;

  /** Sectors written since the last sync. */
  private final BitSet unsynced = new BitSet();

  int size() {
    return size;
  }

  void write(ByteBuffer source, long position) {
    int start = Math.toIntExact(position);
    int end = start + source.remaining();
    ensureCapacity(end);
    source.get(content, start, end - start);
    size = Math.max(size, end);
    unsynced.set(start / SECTOR_BYTES, (end + SECTOR_BYTES - 1) / SECTOR_BYTES);
  }

  private void ensureCapacity(int end) {
    if (end > content.length) {
      int capacity = Math.max(end, 2 * content.length);
      content = Arrays.copyOf(content, capacity);
      onDisk = Arrays.copyOf(onDisk, capacity);
    }
  }

  int read(ByteBuffer target, long position) {
    int count = (int) Math.min(target.remaining(), Math.max(0, size - position));
    if (count > 0) {
      target.put(content, (int) position, count);
    }
    return count;
  }

  void truncate(long newSize) {
    if (newSize < size) {
      Arrays.fill(content, (int) newSize, size, (byte) 0);
      unsynced.set((int) newSize / SECTOR_BYTES, (size + SECTOR_BYTES - 1) / SECTOR_BYTES);
      size = (int) newSize;
    }
  }

  void sync() {
    unsynced.stream().forEach(this::writeSector);
    unsynced.clear();
    sizeOnDisk = size;
  }

  /**
   * A sync that fails: some sectors reach the disk, the others never will, although the system
   * forgets that they are dirty and a later sync would succeed.
   */
  void failSync(Random random) {
    unsynced.stream().filter(sector -> random.nextBoolean()).forEach(this::writeSector);
    unsynced.clear();
    sizeOnDisk = Math.max(sizeOnDisk, Math.min(size, sizeOnDisk + random.nextInt(1 << 16)));
  }

  private void writeSector(int sector) {
    int start = sector * SECTOR_BYTES;
    System.arraycopy(content, start, onDisk, start, Math.min(SECTOR_BYTES, content.length - start));
  }

  /**
   * The file after a power loss: each unsynced sector old or new, or garbage where it was empty.
   */
  SimulatedFile afterPowerLoss(Random random) {
    SimulatedFile survivor = new SimulatedFile();
    survivor.ensureCapacity(content.length);
    int keptPercent = new int[] {0, 10, 50, 90, 100}[random.nextInt(5)];
    unsynced.stream()
        .forEach(
            sector -> {
              if (random.nextInt(100) < keptPercent) {
                writeSector(sector);
              } else if (random.nextInt(50) == 0 && isEmptyOnDisk(sector)) {
                fillWithGarbage(sector, random);
              }
            });
    System.arraycopy(onDisk, 0, survivor.content, 0, onDisk.length);
    survivor.size = random.nextInt(100) < keptPercent ? size : sizeOnDisk;
    Arrays.fill(survivor.content, survivor.size, survivor.content.length, (byte) 0);
    survivor.onDisk = survivor.content.clone();
    survivor.sizeOnDisk = survivor.size;
    return survivor;
  }

  private boolean isEmptyOnDisk(int sector) {
    int start = sector * SECTOR_BYTES;
    for (int i = start; i < Math.min(start + SECTOR_BYTES, onDisk.length); i++) {
      if (onDisk[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void fillWithGarbage(int sector, Random random) {
    int start = sector * SECTOR_BYTES;
    for (int i = start; i < Math.min(start + SECTOR_BYTES, onDisk.length); i++) {
      onDisk[i] = (byte) random.nextInt();
    }
  }

  static IOException powerIsOff() {
    return new IOException("the power is off");
  }
}
