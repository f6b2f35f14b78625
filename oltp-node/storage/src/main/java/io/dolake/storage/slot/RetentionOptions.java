package io.dolake.storage.slot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How much of the log is kept. What recovery needs is kept always.
 *
 * @param minimumAge how long a segment stays after its last transaction, slots or not
 * @param maximumBytes size of the log from which segments go before that age
 * @param maximumSlotLagBytes log a slot may hold back; beyond it the slot is lost
 * @param archiveDirectory where full segments are copied before they go, or null for nowhere
 */
public record RetentionOptions(
    Duration minimumAge, long maximumBytes, long maximumSlotLagBytes, Path archiveDirectory) {
  public static final RetentionOptions DEFAULT =
      new RetentionOptions(Duration.ofHours(1), 4L << 30, 64L << 30, null);

  public RetentionOptions {
    Objects.requireNonNull(minimumAge, "minimumAge");
    if (minimumAge.isNegative() || maximumBytes < 0 || maximumSlotLagBytes < 0) {
      throw new IllegalArgumentException(
          "retention is negative: "
              + minimumAge
              + ", "
              + maximumBytes
              + ", "
              + maximumSlotLagBytes);
    }
  }
}
