package io.dolake.lake.file;

import java.util.Objects;

/**
 * What one checkpoint interval, or several merged, did to a data file.
 *
 * @param file with metrics if it was added
 * @param added whether the file is new
 * @param removed whether no live row is left in it, so that it leaves the table
 * @param moved whether this belongs to a compaction: rows only moved between files, in exchange for
 *     other moved changes of the same checkpoint
 * @param oldVector deletion vector before, or null
 * @param newVector deletion vector after, or null; equal to {@code oldVector} if it did not change
 */
public record FileChange(
    DataFileInfo file,
    boolean added,
    boolean removed,
    boolean moved,
    DeletionVector oldVector,
    DeletionVector newVector) {
  public FileChange {
    Objects.requireNonNull(file, "file");
  }

  /** This change followed by a later one to the same file. */
  public FileChange then(FileChange later) {
    return new FileChange(
        added ? file : later.file,
        added,
        later.removed,
        moved && later.moved,
        oldVector,
        later.newVector);
  }

  /** The same change as part of a commit that keeps no account of compactions. */
  public FileChange asUnmoved() {
    return new FileChange(file, added, removed, false, oldVector, newVector);
  }

  /** Whether the file came and went, so that the table never sees it. */
  public boolean isVoid() {
    return added && removed;
  }
}
