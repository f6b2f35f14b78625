package io.dolake.storage.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A segment of the readable log, with the places in it where reading may start. Thread-safe. */
public final class LogSegment {
  private final String name;
  private final SegmentHeader header;
  private final SegmentIndex index = new SegmentIndex();

  private LogSegment(String name, SegmentHeader header) {
    this.name = name;
    this.header = header;
  }

  /** Reads the segment's header; LOG_DAMAGED or STORE_FORMAT_VERSION if it is not valid. */
  static LogSegment load(LogFiles files, String name) throws IOException {
    try (LogFile file = files.openForRead(name)) {
      ByteBuffer bytes = ByteBuffer.allocate(LogFormat.SEGMENT_HEADER_BYTES);
      file.read(bytes, 0);
      return new LogSegment(name, SegmentHeader.decode(bytes.flip(), name));
    }
  }

  public String name() {
    return name;
  }

  public long firstLsn() {
    return header.firstLsn();
  }

  /** Commit timestamp of the transaction before the first of this segment; 0 for none. */
  public long previousTimestamp() {
    return header.previousTimestamp();
  }

  public long createdAtMillis() {
    return header.createdAtMillis();
  }

  SegmentIndex index() {
    return index;
  }
}
