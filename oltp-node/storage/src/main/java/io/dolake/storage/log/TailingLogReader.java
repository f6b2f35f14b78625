package io.dolake.storage.log;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.change.Change;
import io.dolake.common.change.RowChange;
import io.dolake.common.change.SchemaChange;
import io.dolake.common.change.TransactionHeader;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.LogReader;
import java.io.IOException;
import java.time.Duration;

/**
 * Follows a {@link ReadableLog} from segment to segment. The owner's calls and {@link #close} from
 * another thread are kept apart by this object's monitor, which is free while the reader waits.
 */
final class TailingLogReader implements LogReader, TransactionDecoder.StepVisitor {
  private final ReadableLog log;
  private volatile boolean closed;

  private LogSegment segment;
  private SegmentReader frames;
  private TransactionDecoder decoder;
  private TransactionHeader current;
  private Change step;

  /** Last transaction returned. */
  private long position;

  private int changesLeft;
  private long resolved;

  TailingLogReader(ReadableLog log, long position) {
    this.log = log;
    this.position = position;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public TransactionHeader nextTransaction(Duration timeout) throws InterruptedException {
    if (!log.awaitAfter(position, timeout.toNanos(), this)) {
      requireOpen();
      synchronized (this) {
        changesLeft = 0;
        current = null;
      }
      return null;
    }
    synchronized (this) {
      requireOpen();
      try {
        current = readHeader();
      } catch (IOException e) {
        throw ReadableLog.unreadable(log.segmentOf(position + 1), e);
      }
      position = current.lsn().value();
      changesLeft = current.changeCount();
      return current;
    }
  }

  private TransactionHeader readHeader() throws IOException {
    long wanted = position + 1;
    LogSegment holder = log.segmentOf(wanted);
    if (holder != segment) {
      open(holder, wanted);
    }
    TransactionHeader header;
    do {
      header = decoder.nextTransaction();
      if (header == null || header.lsn().value() > wanted) {
        throw new DoLakeException(
            ErrorCode.LOG_DAMAGED,
            "log segment "
                + segment.name()
                + " lacks LSN "
                + wanted
                + " at byte "
                + frames.nextPosition(),
            "restore the shard from a backup");
      }
      ReadableLog.note(segment, frames, header.commitTimestamp().value());
    } while (header.lsn().value() < wanted);
    return header;
  }

  private void open(LogSegment holder, long wanted) throws IOException {
    closeFile();
    frames = log.openSegment(holder);
    segment = holder;
    SegmentIndex.Entry start = holder.index().atOrBeforeLsn(wanted);
    if (start != null) {
      frames.seek(start.position(), start.previousChecksum());
    }
    decoder = new TransactionDecoder(frames);
  }

  @Override
  public synchronized Change nextChange() {
    requireOpen();
    if (changesLeft == 0) {
      return null;
    }
    try {
      decoder.nextStep(this);
    } catch (IOException e) {
      throw ReadableLog.unreadable(segment, e);
    }
    changesLeft--;
    return step;
  }

  @Override
  public void row(RowChange change) {
    step = change;
  }

  @Override
  public void catalog(byte[] change) {
    step = new SchemaChange(CatalogCodec.decodeChange(change));
  }

  @Override
  public synchronized HlcTimestamp resolvedTimestamp() {
    // The order matters: what is resolved now was visible before the second look.
    long now = log.resolvedTimestamp();
    if (log.lastLsn() <= position && changesLeft == 0) {
      resolved = Math.max(resolved, now);
    } else if (current != null) {
      // Later transactions are later in time; the current one counts once it was read to its end.
      long complete = current.commitTimestamp().value() - (changesLeft > 0 ? 1 : 0);
      resolved = Math.max(resolved, complete);
    }
    return new HlcTimestamp(resolved);
  }

  private void requireOpen() {
    if (closed) {
      throw new DoLakeException(ErrorCode.STORE_CLOSED, "the log reader was closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    log.wakeAll();
    synchronized (this) {
      closeFile();
    }
  }

  private void closeFile() {
    if (frames != null) {
      try {
        frames.close();
      } catch (IOException e) {
        throw ReadableLog.unreadable(segment, e);
      } finally {
        frames = null;
        segment = null;
      }
    }
  }
}
