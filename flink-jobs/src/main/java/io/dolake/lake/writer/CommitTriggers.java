package io.dolake.lake.writer;

import java.io.Serializable;

/**
 * When a writer asks for a commit before the commit interval is over.
 *
 * @param rows changes that it has taken in since the last checkpoint; 0 for never
 * @param bytes likewise, bytes of their keys and rows
 */
public record CommitTriggers(long rows, long bytes) implements Serializable {
  /** Commits come by time only. */
  public static final CommitTriggers NONE = new CommitTriggers(0, 0);

  boolean areReached(long changes, long changedBytes) {
    return (rows > 0 && changes >= rows) || (bytes > 0 && changedBytes >= bytes);
  }
}
