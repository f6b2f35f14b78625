package io.dolake.storage.log;

import io.dolake.common.change.RowChange.Op;
import java.io.IOException;
import java.util.Random;

/** A log that a test writes by hand, as the store's writer would. */
public final class WrittenLog implements AutoCloseable {
  private static final int SHARD = 1;

  private final LogFiles files;
  private final LogWriter writer;
  private final TransactionWriter transactions;
  private final ReadableLog readable;
  private long lastLsn;
  private long lastTimestamp;

  public WrittenLog(LogFiles files, long segmentBytes) throws IOException {
    this.files = files;
    LogTail tail = new LogScanner(files).recover(SHARD, 0, 0);
    writer = new LogWriter(files, SHARD, segmentBytes, tail);
    transactions = new TransactionWriter(writer);
    lastLsn = tail.lastLsn();
    lastTimestamp = tail.lastTimestamp();
    readable = ReadableLog.open(files, lastLsn, () -> lastTimestamp);
  }

  public ReadableLog readable() {
    return readable;
  }

  public long lastLsn() {
    return lastLsn;
  }

  /** Commit timestamp of the transaction with this LSN. */
  public static long timestampOf(long lsn) {
    return lsn * 1_000;
  }

  /** Number of changes in the transaction with this LSN. */
  static int changesOf(long lsn) {
    return (int) (lsn % 4);
  }

  /** Image in the transaction with this LSN at this place. */
  static byte[] imageOf(long lsn, int place, int size) {
    byte[] image = new byte[size];
    new Random(31 * lsn + place).nextBytes(image);
    return image;
  }

  /** Appends a durable transaction that is not yet visible; images have this many bytes. */
  public void append(int imageBytes) throws IOException {
    long lsn = lastLsn + 1;
    int count = changesOf(lsn);
    long bytes =
        LogWriter.sizeBound(TransactionWriter.recordBound(count, count * (imageBytes + 8L)));
    long segmentBefore = writer.segmentFirstLsn();
    writer.reserve(bytes, lsn, lastTimestamp, System.currentTimeMillis());
    if (writer.segmentFirstLsn() != segmentBefore) {
      readable.segmentStarted(LogFormat.segmentName(writer.segmentFirstLsn()));
    }
    transactions.begin(lsn, timestampOf(lsn), lsn + 100, count);
    for (int i = 0; i < count; i++) {
      transactions.rowStep(Op.INSERT, 5, new byte[] {(byte) i}, null, imageOf(lsn, i, imageBytes));
    }
    transactions.end();
    writer.flush();
    writer.sync(lsn);
    lastLsn = lsn;
    lastTimestamp = timestampOf(lsn);
  }

  public void appendVisible(int count, int imageBytes) throws IOException {
    for (int i = 0; i < count; i++) {
      append(imageBytes);
    }
    readable.advance(lastLsn);
  }

  LogFiles files() {
    return files;
  }

  @Override
  public void close() throws IOException {
    readable.close();
    writer.close();
  }
}
