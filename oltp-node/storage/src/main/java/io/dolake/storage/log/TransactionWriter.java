package io.dolake.storage.log;

import io.dolake.common.change.RowChange.Op;
import java.io.IOException;

/**
 * Writes one transaction record through a {@link LogWriter}.
 *
 * <pre>
 * record
 *   8       commit timestamp (hybrid logical clock), little-endian
 *   varint  transaction id
 *   varint  number of steps
 *   steps, catalog steps first, then the net change of each row by table and key
 *
 * row step                                   catalog step
 *   1       1 insert, 2 update, 3 delete       1       4
 *   varint  table id                           bytes   catalog change (docs/formats/catalog.md)
 *   bytes   key
 *   bytes   image before (update, delete)    bytes
 *   bytes   image after (insert, update)       varint  length, then that many bytes
 * </pre>
 */
public final class TransactionWriter {
  private static final int LARGEST_VARINT_BYTES = 10;
  private static final int RECORD_HEADER_BYTES = Long.BYTES + 2 * LARGEST_VARINT_BYTES;
  private static final int STEP_OVERHEAD_BYTES = 1 + 5 + 3 * 5;

  private final LogWriter log;

  public TransactionWriter(LogWriter log) {
    this.log = log;
  }

  /** Most bytes of a record with these steps, images and keys counted in {@code contentBytes}. */
  public static long recordBound(long stepCount, long contentBytes) {
    return RECORD_HEADER_BYTES + stepCount * STEP_OVERHEAD_BYTES + contentBytes;
  }

  public void begin(long lsn, long commitTimestamp, long transactionId, int stepCount)
      throws IOException {
    log.begin(lsn);
    log.putLong(commitTimestamp);
    log.putVarint(transactionId);
    log.putVarint(stepCount);
  }

  /** A catalog step, encoded. */
  public void catalogStep(byte[] change) throws IOException {
    log.putByte(LogFormat.STEP_CATALOG);
    log.putBytes(change);
  }

  /** A row's change; images are null where the operation has none. */
  public void rowStep(Op op, int tableId, byte[] key, byte[] before, byte[] after)
      throws IOException {
    log.putByte(
        switch (op) {
          case INSERT -> LogFormat.STEP_INSERT;
          case UPDATE -> LogFormat.STEP_UPDATE;
          case DELETE -> LogFormat.STEP_DELETE;
        });
    log.putVarint(tableId);
    log.putBytes(key);
    if (op != Op.INSERT) {
      log.putBytes(before);
    }
    if (op != Op.DELETE) {
      log.putBytes(after);
    }
  }

  public void end() {
    log.end();
  }
}
