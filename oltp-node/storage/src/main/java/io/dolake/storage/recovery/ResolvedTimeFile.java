package io.dolake.storage.recovery;

import io.dolake.storage.log.LogFile;
import io.dolake.storage.log.LogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A timestamp above all that readers were told to be resolved, so that a shard whose wall clock was
 * set back while it was closed does not commit below it.
 *
 * <pre>
 *   0  8  magic "DOLAKRTS"
 *   8  4  format version
 *  12  4  zero
 *  16  8  timestamp
 *  24  4  CRC32C of all before
 * </pre>
 *
 * Little-endian, twice: at the beginning and at byte 4096. The copies are overwritten in turn, so
 * that a crash leaves at least one of them whole; the higher timestamp counts. Used by one thread.
 */
final class ResolvedTimeFile implements AutoCloseable {
  static final String NAME = "resolved";
  private static final long MAGIC = 0x535452_4B414C4F44L;
  private static final int VERSION = 1;
  private static final int CHECKSUM_OFFSET = 24;
  private static final int COPY_BYTES = 28;
  private static final int COPY_DISTANCE_BYTES = 4096;

  private final LogFile file;
  private long timestamp;
  private int nextCopy;

  private ResolvedTimeFile(LogFile file, long[] copies) {
    this.file = file;
    this.timestamp = Math.max(copies[0], copies[1]);
    this.nextCopy = copies[0] < copies[1] ? 0 : 1;
  }

  /** Opens the file or makes it. One without a whole copy was never in use and counts as new. */
  static ResolvedTimeFile open(LogFiles files) throws IOException {
    boolean found = files.exists(NAME);
    LogFile file = found ? files.open(NAME) : files.create(NAME);
    try {
      long[] copies = {read(file, 0), read(file, COPY_DISTANCE_BYTES)};
      ResolvedTimeFile opened = new ResolvedTimeFile(file, copies);
      if (opened.timestamp == 0) {
        // Both copies, so that later writes need no room.
        opened.write(0);
        opened.write(COPY_DISTANCE_BYTES);
        file.sync();
        files.syncDirectory();
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** 0 unless there is a whole copy. */
  private static long read(LogFile file, long position) throws IOException {
    ByteBuffer copy = ByteBuffer.allocate(COPY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    boolean whole =
        file.read(copy, position) == COPY_BYTES
            && copy.getLong(0) == MAGIC
            && copy.getInt(8) == VERSION
            && copy.getInt(CHECKSUM_OFFSET) == checksum(copy);
    return whole ? copy.getLong(16) : 0;
  }

  private static int checksum(ByteBuffer copy) {
    CRC32C crc = new CRC32C();
    crc.update(copy.duplicate().position(0).limit(CHECKSUM_OFFSET));
    return (int) crc.getValue();
  }

  private void write(long position) throws IOException {
    ByteBuffer copy =
        ByteBuffer.allocate(COPY_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(MAGIC)
            .putInt(VERSION)
            .putInt(0)
            .putLong(timestamp);
    copy.putInt(checksum(copy));
    file.write(copy.flip(), position);
  }

  long timestamp() {
    return timestamp;
  }

  /** Makes a higher timestamp durable. After a failure nothing above the last one may be told. */
  void raise(long higher) throws IOException {
    timestamp = higher;
    write((long) nextCopy * COPY_DISTANCE_BYTES);
    file.sync();
    nextCopy = 1 - nextCopy;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
