package io.dolake.storage.slot;

import io.dolake.storage.log.DiskLogFiles;
import io.dolake.storage.log.LogFile;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A directory with copies of full log segments, for restoring to a point in time. A segment is
 * copied under another name, synced and renamed, so that what has a segment's name is complete.
 */
public final class LogArchive {
  private static final String PARTIAL = "segment.partial";
  private static final int COPY_BYTES = 1 << 20;

  private final LogFiles archive;

  private LogArchive(LogFiles archive) {
    this.archive = archive;
  }

  /** Creates the directory if it is missing. */
  public static LogArchive open(Path directory) throws IOException {
    return new LogArchive(new DiskLogFiles(directory));
  }

  /** Copies a full segment unless it is there already. */
  public void add(LogFiles source, String segmentName) throws IOException {
    if (!LogFormat.isSegmentName(segmentName)) {
      throw new IllegalArgumentException("no log segment: " + segmentName);
    }
    if (archive.exists(segmentName)) {
      return;
    }
    archive.delete(PARTIAL);
    try (LogFile from = source.openForRead(segmentName);
        LogFile to = archive.create(PARTIAL)) {
      ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
      long position = 0;
      while (from.read(buffer.clear(), position) > 0) {
        buffer.flip();
        int count = buffer.remaining();
        to.write(buffer, position);
        position += count;
      }
      to.sync();
    }
    archive.rename(PARTIAL, segmentName);
    archive.syncDirectory();
  }
}
