package io.dolake.storage.recovery;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.log.LogFile;
import io.dolake.storage.log.LogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The last checkpoint: where in the log it stands and LMDB's meta pages at that moment.
 *
 * <pre>
 *   0  8  magic "DOLAKCKP"
 *   8  4  format version
 *  12  4  bytes of both meta pages, n
 *  16  8  LSN of the last transaction in it
 *  24  8  commit timestamp of that transaction
 *  32  8  number of the LMDB commit
 *  40  n  meta pages
 * 40+n 4  CRC32C of all before
 * </pre>
 *
 * Little-endian. Written beside the old one and renamed over it, so that there is always a whole
 * one.
 */
record CheckpointFile(long lsn, long timestamp, long lmdbTxnId, byte[] metaPages) {
  static final String NAME = "checkpoint";
  private static final String NEW_NAME = "checkpoint.new";
  private static final long MAGIC = 0x504B434B414C4F44L;
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 40;
  private static final int LARGEST_FILE_BYTES = 1 << 20;

  static Optional<CheckpointFile> read(LogFiles files) throws IOException {
    if (!files.exists(NAME)) {
      return Optional.empty();
    }
    try (LogFile file = files.openForRead(NAME)) {
      int size = (int) Math.min(file.size(), LARGEST_FILE_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      file.read(bytes, 0);
      return Optional.of(decode(bytes.flip().order(ByteOrder.LITTLE_ENDIAN)));
    }
  }

  private static CheckpointFile decode(ByteBuffer bytes) {
    int pagesLength = bytes.limit() - HEADER_BYTES - Integer.BYTES;
    if (pagesLength < 0
        || bytes.getLong(0) != MAGIC
        || bytes.getInt(bytes.limit() - Integer.BYTES) != checksum(bytes)) {
      throw new DoLakeException(
          ErrorCode.LOG_DAMAGED, "the checkpoint file is damaged", "restore from a backup");
    }
    if (bytes.getInt(8) != VERSION) {
      throw new DoLakeException(
          ErrorCode.STORE_FORMAT_VERSION,
          "the checkpoint has format version " + bytes.getInt(8) + ", expected " + VERSION,
          "open the shard with the version of DoLake that wrote it");
    }
    byte[] pages = new byte[pagesLength];
    bytes.get(HEADER_BYTES, pages);
    return new CheckpointFile(bytes.getLong(16), bytes.getLong(24), bytes.getLong(32), pages);
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(0).limit(bytes.limit() - Integer.BYTES));
    return (int) crc.getValue();
  }

  /** Writes the file into a directory that has no store. */
  void write(LogFiles target) throws IOException {
    prepare(target);
    publish(target);
  }

  /** Writes the file under another name. A failure leaves the checkpoint before as it was. */
  void prepare(LogFiles files) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER_BYTES + metaPages.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(MAGIC)
            .putInt(VERSION)
            .putInt(metaPages.length)
            .putLong(lsn)
            .putLong(timestamp)
            .putLong(lmdbTxnId)
            .put(metaPages);
    bytes.putInt(checksum(bytes));
    files.delete(NEW_NAME);
    try (LogFile file = files.create(NEW_NAME)) {
      file.write(bytes.flip(), 0);
      file.sync();
    }
  }

  /** Puts the prepared file in the place of the one before. After a failure it may be either. */
  static void publish(LogFiles files) throws IOException {
    files.rename(NEW_NAME, NAME);
    files.syncDirectory();
  }
}
