package io.dolake.storage.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Fills files with zeros, so that what is written there later overwrites blocks that exist. Not
 * thread-safe.
 *
 * <p>Writes a page at a time, although fewer writes would be quicker: Linux keeps what was written
 * at once in one unit of its page cache (a large folio), and from then on a small write into it,
 * and its sync, look at every block of the unit. With units of 1 MiB that takes some 20
 * microseconds of each commit.
 */
final class ZeroPages {
  private static final int PAGE_BYTES = 4 << 10;

  private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);

  void write(LogFile file, long from, long to) throws IOException {
    long at = from;
    while (at < to) {
      long pageEnd = Math.min(to, (at / PAGE_BYTES + 1) * PAGE_BYTES);
      page.clear().limit((int) (pageEnd - at));
      file.write(page, at);
      at = pageEnd;
    }
  }
}
