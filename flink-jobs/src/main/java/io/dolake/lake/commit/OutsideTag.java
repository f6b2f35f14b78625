package io.dolake.lake.commit;

import java.util.Optional;

/**
 * Tag that keeps a snapshot of somebody else, which the table was moved back from, until its files
 * have been taken over.
 *
 * @param snapshotId the snapshot
 */
public record OutsideTag(long snapshotId) {
  private static final String PREFIX = "dolake-outside-";

  /** Name of the tag in the table's refs. */
  public String name() {
    return PREFIX + snapshotId;
  }

  /** What a ref of that name keeps; empty if it is none of these tags. */
  public static Optional<OutsideTag> of(String refName) {
    if (!refName.matches(PREFIX + "\\d+")) {
      return Optional.empty();
    }
    return Optional.of(new OutsideTag(Long.parseLong(refName.substring(PREFIX.length()))));
  }
}
