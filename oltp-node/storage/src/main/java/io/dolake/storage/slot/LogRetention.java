package io.dolake.storage.slot;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.log.LogFile;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogSegment;
import io.dolake.storage.log.ReadableLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old segments. One goes when recovery does not need it, it is archived if it is to be,
 * every active slot has confirmed it (or lags so far that it is given up), and it is older than the
 * least age or the log larger than its limit. Segments go oldest first, so what is left has no gap.
 * {@link #run} is for one thread at a time.
 */
public final class LogRetention {
  private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);

  private final RetentionOptions options;
  private final LogFiles files;
  private final ReadableLog log;
  private final SlotStore slots;
  private final Optional<LogArchive> archive;

  /** Sizes of full segments, which do not change. */
  private final Map<String, Long> fullSizes = new ConcurrentHashMap<>();

  public LogRetention(RetentionOptions options, LogFiles files, ReadableLog log, SlotStore slots)
      throws IOException {
    this.options = options;
    this.files = files;
    this.log = log;
    this.slots = slots;
    this.archive =
        options.archiveDirectory() == null
            ? Optional.empty()
            : Optional.of(LogArchive.open(options.archiveDirectory()));
  }

  /**
   * Archives and removes what may go.
   *
   * @param recoveryLsn recovery starts after this LSN: the log after it stays
   */
  public void run(long recoveryLsn, long nowMillis) {
    try {
      List<LogSegment> full = fullSegments();
      if (archive.isPresent()) {
        for (LogSegment segment : full) {
          archive.get().add(files, segment.name());
        }
      }
      synchronized (slots) {
        remove(full, recoveryLsn, nowMillis);
      }
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR,
          "old log segments cannot be archived or removed: " + e.getMessage(),
          "Check the disks of the shard's directory and of its archive.",
          e);
    }
  }

  private List<LogSegment> fullSegments() {
    List<LogSegment> segments = log.segments();
    return segments.subList(0, segments.size() - 1);
  }

  private void remove(List<LogSegment> full, long recoveryLsn, long nowMillis) throws IOException {
    long bytes = totalBytes(full);
    List<LogSegment> segments = log.segments();
    long keepFrom = segments.get(0).firstLsn();
    for (int i = 0; i < full.size(); i++) {
      LogSegment next = segments.get(i + 1);
      long lastLsn = next.firstLsn() - 1;
      boolean old = nowMillis - next.createdAtMillis() >= options.minimumAge().toMillis();
      if (lastLsn > recoveryLsn || !(old || bytes > options.maximumBytes())) {
        break;
      }
      if (slots.lowestConfirmed() < lastLsn) {
        if (bytes <= options.maximumSlotLagBytes()) {
          break;
        }
        slots.loseSlotsThatNeed(lastLsn);
      }
      keepFrom = next.firstLsn();
      bytes -= fullSizes.get(full.get(i).name());
    }
    if (keepFrom > segments.get(0).firstLsn()) {
      log.removeSegmentsBefore(keepFrom);
      fullSizes.keySet().retainAll(namesOf(log.segments()));
      LOG.info("log segments removed: firstRetainedLsn={} bytes={}", keepFrom, bytes);
    }
  }

  private long totalBytes(List<LogSegment> full) throws IOException {
    long total = 0;
    for (LogSegment segment : full) {
      total += fullSize(segment);
    }
    return total;
  }

  private long fullSize(LogSegment segment) throws IOException {
    Long size = fullSizes.get(segment.name());
    if (size == null) {
      size = sizeNow(segment);
      fullSizes.put(segment.name(), size);
    }
    return size;
  }

  private long sizeNow(LogSegment segment) throws IOException {
    try (LogFile file = files.openForRead(segment.name())) {
      return file.size();
    }
  }

  /** Bytes of the segments that have something after this LSN; callable from any thread. */
  public long bytesAfter(long lsn) {
    List<LogSegment> segments = log.segments();
    LogSegment newest = segments.get(segments.size() - 1);
    if (lsn >= log.lastLsn()) {
      return 0;
    }
    try {
      long total = sizeNow(newest);
      for (int i = segments.size() - 2; i >= 0 && segments.get(i + 1).firstLsn() - 1 > lsn; i--) {
        total += fullSize(segments.get(i));
      }
      return total;
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR,
          "the size of the log cannot be read: " + e.getMessage(),
          "Check the disk of the shard's directory.",
          e);
    }
  }

  private static List<String> namesOf(List<LogSegment> segments) {
    List<String> names = new ArrayList<>();
    segments.forEach(segment -> names.add(segment.name()));
    return names;
  }
}
