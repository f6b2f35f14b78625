package io.dolake.storage.log;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.ShardId;
import io.dolake.common.TableId;
import io.dolake.common.TransactionId;
import io.dolake.common.change.RowChange;
import io.dolake.common.change.RowChange.Op;
import io.dolake.common.change.TransactionHeader;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Decodes the transaction records of one segment step by step, so that memory does not grow with a
 * transaction. The caller knows from elsewhere (a scan at recovery, the durable LSN when tailing)
 * that the transactions it asks for are complete. Belongs to one thread.
 */
public final class TransactionDecoder {
  /** Receives the steps of a transaction. */
  public interface StepVisitor {
    void row(RowChange change);

    /** An encoded catalog change. */
    void catalog(byte[] change);
  }

  private final SegmentReader frames;
  private ByteBuffer payload;
  private int remainingSteps;
  private long lsn;

  /** Starts at the reader's position, which must be the start of a transaction. */
  public TransactionDecoder(SegmentReader frames) {
    this.frames = frames;
  }

  /**
   * Moves to the next transaction, past what is left of the current one.
   *
   * @return its header, or null at the end of the segment's written part
   */
  public TransactionHeader nextTransaction() throws IOException {
    do {
      switch (frames.next()) {
        case END -> {
          return null;
        }
        case DAMAGED -> throw damaged();
        case FRAME -> payload = frames.payload();
      }
    } while (!frames.isFirst());
    lsn = frames.lsn();
    long commitTimestamp = readLong();
    long transactionId = readVarint();
    remainingSteps = Math.toIntExact(readVarint());
    return new TransactionHeader(
        new ShardId(frames.header().shardId()),
        new Lsn(lsn),
        new TransactionId(transactionId),
        new HlcTimestamp(commitTimestamp),
        remainingSteps);
  }

  /** Hands the next step of the current transaction to the visitor; false after the last. */
  public boolean nextStep(StepVisitor visitor) throws IOException {
    if (remainingSteps == 0) {
      return false;
    }
    remainingSteps--;
    int kind = readByte();
    if (kind == LogFormat.STEP_CATALOG) {
      visitor.catalog(readBytes());
      return true;
    }
    Op op =
        switch (kind) {
          case LogFormat.STEP_INSERT -> Op.INSERT;
          case LogFormat.STEP_UPDATE -> Op.UPDATE;
          case LogFormat.STEP_DELETE -> Op.DELETE;
          default -> throw damaged();
        };
    TableId table = new TableId(Math.toIntExact(readVarint()));
    byte[] key = readBytes();
    byte[] before = op == Op.INSERT ? null : readBytes();
    byte[] after = op == Op.DELETE ? null : readBytes();
    visitor.row(new RowChange(table, op, key, before, after));
    return true;
  }

  private void ensurePayload() throws IOException {
    while (!payload.hasRemaining()) {
      if (frames.next() != SegmentReader.Status.FRAME || frames.isFirst() || frames.lsn() != lsn) {
        throw damaged();
      }
      payload = frames.payload();
    }
  }

  private int readByte() throws IOException {
    ensurePayload();
    return payload.get() & 0xff;
  }

  private long readLong() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      value |= (long) readByte() << shift;
    }
    return value;
  }

  private long readVarint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw damaged();
  }

  private byte[] readBytes() throws IOException {
    byte[] bytes = new byte[Math.toIntExact(readVarint())];
    int offset = 0;
    while (offset < bytes.length) {
      ensurePayload();
      int count = Math.min(payload.remaining(), bytes.length - offset);
      payload.get(bytes, offset, count);
      offset += count;
    }
    return bytes;
  }

  private DoLakeException damaged() {
    return new DoLakeException(
        ErrorCode.LOG_DAMAGED,
        "log segment " + frames.name() + " is damaged at byte " + frames.nextPosition(),
        "restore the shard from a backup");
  }
}
