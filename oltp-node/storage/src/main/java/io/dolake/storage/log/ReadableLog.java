package io.dolake.storage.log;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.LogReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The log as readers may see it: its retained segments and the last transaction that is durable and
 * visible. The writer calls {@link #segmentStarted} and {@link #advance}; readers wait here and are
 * woken by it. Thread-safe.
 */
public final class ReadableLog implements AutoCloseable {
  private final LogFiles files;
  private final LongSupplier resolvedTimestamp;
  private final ConcurrentSkipListMap<Long, LogSegment> segments = new ConcurrentSkipListMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();

  private volatile long lastLsn;
  private volatile DoLakeException end;

  private ReadableLog(LogFiles files, long lastLsn, LongSupplier resolvedTimestamp) {
    this.files = files;
    this.lastLsn = lastLsn;
    this.resolvedTimestamp = resolvedTimestamp;
  }

  /**
   * Opens the log that recovery found and the writer has made ready to continue.
   *
   * @param lastLsn last transaction that is durable and visible
   * @param resolvedTimestamp gives a time such that every commit at or below it is at or before
   *     {@link #lastLsn} as read after the call
   */
  public static ReadableLog open(LogFiles files, long lastLsn, LongSupplier resolvedTimestamp)
      throws IOException {
    ReadableLog log = new ReadableLog(files, lastLsn, resolvedTimestamp);
    for (String name : LogScanner.segments(files)) {
      log.segmentStarted(name);
    }
    return log;
  }

  /** The writer goes on in a new segment, which has its header already. */
  public void segmentStarted(String name) throws IOException {
    LogSegment segment = LogSegment.load(files, name);
    segments.put(segment.firstLsn(), segment);
  }

  /** All transactions up to this one are durable and visible: wakes readers. */
  public void advance(long newLastLsn) {
    lastLsn = newLastLsn;
    if (waiting.get() > 0) {
      wakeAll();
    }
  }

  /** The store has stopped: readers get what was advanced to, then this error. */
  public void fail(DoLakeException reason) {
    end = reason;
    wakeAll();
  }

  @Override
  public void close() {
    if (end == null) {
      fail(new DoLakeException(ErrorCode.STORE_CLOSED, "the shard's store was closed"));
    }
  }

  void wakeAll() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Last transaction that is durable and visible. */
  public long lastLsn() {
    return lastLsn;
  }

  /** First transaction of the oldest retained segment, which may be the next one to be written. */
  public long firstRetainedLsn() {
    return segments.firstKey();
  }

  /** Retained segments, oldest first; the last one is being written. */
  public List<LogSegment> segments() {
    return List.copyOf(segments.values());
  }

  /** See {@link io.dolake.storage.ShardStore#readLogAfter}. */
  public LogReader readAfter(Lsn position) {
    requireRetained(position);
    return new TailingLogReader(this, position.value());
  }

  /** LSN_REMOVED or LSN_IN_FUTURE unless the log after this position can be read. */
  public void requireRetained(Lsn position) {
    if (position.value() > lastLsn) {
      throw new DoLakeException(
          ErrorCode.LSN_IN_FUTURE,
          "LSN " + position + " is not in the log yet, which ends at " + lastLsn);
    }
    if (position.value() + 1 < firstRetainedLsn()) {
      throw removed(position.value() + 1);
    }
  }

  private DoLakeException removed(long lsn) {
    return new DoLakeException(
        ErrorCode.LSN_REMOVED,
        "LSN " + lsn + " is no longer in the log, which begins at " + firstRetainedLsn(),
        "Read the tables anew, or restore from a backup and the archived log.");
  }

  /** See {@link io.dolake.storage.ShardStore#positionAt}. */
  public Lsn positionAt(HlcTimestamp timestamp) {
    long upTo = lastLsn;
    LogSegment found = null;
    for (LogSegment segment : segments.values()) {
      if (found == null || segment.previousTimestamp() <= timestamp.value()) {
        found = segment;
      }
    }
    if (found.previousTimestamp() > timestamp.value()) {
      throw new DoLakeException(
          ErrorCode.LSN_REMOVED,
          "the log no longer reaches back to "
              + timestamp
              + "; it begins after "
              + new HlcTimestamp(found.previousTimestamp()));
    }
    long position = found.firstLsn() - 1;
    try (SegmentReader reader = openSegment(found)) {
      SegmentIndex.Entry start = found.index().atOrBeforeTimestamp(timestamp.value());
      if (start != null) {
        reader.seek(start.position(), start.previousChecksum());
        position = start.lsn() - 1;
      }
      TransactionDecoder decoder = new TransactionDecoder(reader);
      while (position < upTo) {
        var header = decoder.nextTransaction();
        if (header == null || header.commitTimestamp().compareTo(timestamp) > 0) {
          break;
        }
        note(found, reader, header.commitTimestamp().value());
        position = header.lsn().value();
      }
    } catch (IOException e) {
      throw unreadable(found, e);
    }
    return new Lsn(position);
  }

  /** Remembers where the transaction begins whose first frame the reader stands on. */
  static void note(LogSegment segment, SegmentReader reader, long timestamp) {
    segment
        .index()
        .offer(reader.lsn(), timestamp, reader.framePosition(), reader.chainedChecksum());
  }

  /** The segment that has or will have this LSN; LSN_REMOVED if retention took it. */
  LogSegment segmentOf(long lsn) {
    Map.Entry<Long, LogSegment> entry = segments.floorEntry(lsn);
    if (entry == null) {
      throw removed(lsn);
    }
    return entry.getValue();
  }

  SegmentReader openSegment(LogSegment segment) throws IOException {
    try {
      return SegmentReader.open(files, segment.name());
    } catch (NoSuchFileException e) {
      throw removed(segment.firstLsn());
    }
  }

  static DoLakeException unreadable(LogSegment segment, IOException cause) {
    return new DoLakeException(
        ErrorCode.IO_ERROR,
        "log segment " + segment.name() + " cannot be read: " + cause.getMessage(),
        "Check the disk that holds the shard's directory.",
        cause);
  }

  /** See the parameter of {@link #open}. */
  long resolvedTimestamp() {
    return resolvedTimestamp.getAsLong();
  }

  /**
   * Waits until there is a transaction after {@code lsn}, the time is over, or {@code reader} was
   * closed.
   *
   * @return whether there is one
   */
  boolean awaitAfter(long lsn, long timeoutNanos, TailingLogReader reader)
      throws InterruptedException {
    if (lastLsn > lsn) {
      return true;
    }
    // Counted before the second look: the writer sees either the count or a reader that looks.
    waiting.incrementAndGet();
    lock.lock();
    try {
      long remaining = timeoutNanos;
      while (lastLsn <= lsn && remaining > 0 && end == null && !reader.isClosed()) {
        remaining = changed.awaitNanos(remaining);
      }
    } finally {
      lock.unlock();
      waiting.decrementAndGet();
    }
    DoLakeException ended = end;
    if (lastLsn <= lsn && ended != null) {
      throw new DoLakeException(ended.code(), ended.getMessage(), ended.hint().orElse(null), ended);
    }
    return lastLsn > lsn;
  }

  /** Deletes the oldest segments up to the one that ends before {@code firstKeptLsn}. */
  public void removeSegmentsBefore(long firstKeptLsn) throws IOException {
    boolean removedAny = false;
    while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= firstKeptLsn) {
      LogSegment oldest = segments.pollFirstEntry().getValue();
      files.delete(oldest.name());
      removedAny = true;
    }
    if (removedAny) {
      files.syncDirectory();
    }
  }
}
