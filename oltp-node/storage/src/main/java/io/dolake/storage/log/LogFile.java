package io.dolake.storage.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One open file behind the {@link LogFiles} seam, addressed by position. Reads may run beside
 * writes; writes and {@link #sync} belong to one thread at a time. Interrupting a thread inside a
 * call does not close the file.
 */
public interface LogFile extends AutoCloseable {
  /** Writes all remaining bytes of the source at the position. */
  void write(ByteBuffer source, long position) throws IOException;

  /**
   * Reads into the target until it is full or the file ends.
   *
   * @return the bytes read; 0 at or after the end
   */
  int read(ByteBuffer target, long position) throws IOException;

  /** Makes everything written so far durable, as {@code fdatasync} does. */
  void sync() throws IOException;

  long size() throws IOException;

  void truncate(long size) throws IOException;

  @Override
  void close() throws IOException;
}
