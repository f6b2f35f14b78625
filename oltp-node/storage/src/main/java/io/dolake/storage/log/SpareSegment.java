package io.dolake.storage.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the file of the next segment ready while the current one fills: all its blocks are written,
 * and on the disk. The change to it is quick then, and no sync in it waits for the file system's
 * journal, which a checkpoint's pages may hold up for a tenth of a second. Who finds none ready
 * makes a file as usual.
 *
 * <p>{@link #want} and {@link #take} belong to the log's writer; the file is filled by a thread
 * {@code dolake-log-spare-SHARD} that lives as long as that takes.
 */
final class SpareSegment implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpareSegment.class);

  private static final String NAME = "spare.tmp";

  /** Written and synced at a time: commits are synced in between. */
  private static final int STEP_BYTES = 1 << 20;

  private enum State {
    NONE,
    FILLING,
    READY,
    /** Not tried again for this segment. */
    FAILED
  }

  private final LogFiles files;
  private final int shardId;
  private final long bytes;

  /** The one that fills or filled the file last, or null. */
  private Thread thread;

  private volatile State state = State.NONE;
  private volatile boolean closing;

  SpareSegment(LogFiles files, int shardId, long bytes) {
    this.files = files;
    this.shardId = shardId;
    this.bytes = bytes;
  }

  /** Size of the file that {@link #take} gives. */
  long bytes() {
    return bytes;
  }

  /** Begins to make a file unless there is one. */
  void want() {
    if (state == State.NONE) {
      state = State.FILLING;
      thread = new Thread(this::fill, "dolake-log-spare-" + shardId);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void fill() {
    State result = State.FAILED;
    try {
      files.delete(NAME);
      try (LogFile file = files.create(NAME)) {
        result = fill(file) ? State.READY : State.FAILED;
      }
    } catch (IOException e) {
      LOG.warn("no log segment was made ready: shard={} reason={}", shardId, e.toString());
      removeUnfinished();
    } finally {
      state = result;
    }
  }

  private boolean fill(LogFile file) throws IOException {
    ZeroPages zeros = new ZeroPages();
    for (long at = 0; at < bytes; at += STEP_BYTES) {
      if (closing) {
        return false;
      }
      zeros.write(file, at, Math.min(at + STEP_BYTES, bytes));
      file.sync();
    }
    return true;
  }

  private void removeUnfinished() {
    try {
      files.delete(NAME);
    } catch (IOException e) {
      LOG.warn("unfinished log segment not removed: shard={} reason={}", shardId, e.toString());
    }
  }

  /**
   * Gives the file a header and a segment's name, which is durable after {@link
   * LogFiles#syncDirectory}.
   *
   * @return null if there is no file ready
   */
  LogFile take(String name, ByteBuffer header) throws IOException {
    State before = state;
    if (before == State.FAILED) {
      state = State.NONE;
    }
    if (before != State.READY) {
      return null;
    }
    state = State.NONE;
    LogFile file = files.open(NAME);
    try {
      file.write(header, 0);
      file.sync();
      files.rename(NAME, name);
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Waits for the thread to end, which is at its next step. */
  @Override
  public void close() {
    closing = true;
    if (thread != null) {
      ThreadEnd.await(thread);
    }
  }
}
