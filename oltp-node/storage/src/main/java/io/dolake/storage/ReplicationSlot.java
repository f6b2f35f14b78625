package io.dolake.storage;

import io.dolake.common.Lsn;
import java.time.Instant;
import java.util.Objects;

/**
 * A named consumer of the log.
 *
 * @param confirmed the log up to here is no longer needed by the consumer
 * @param state ACTIVE keeps the log after {@code confirmed}; LOST means retention overtook it
 */
public record ReplicationSlot(String name, Lsn confirmed, State state, Instant createdAt) {
  /** Whether the log that the slot needs is still there. */
  public enum State {
    ACTIVE,
    LOST
  }

  public ReplicationSlot {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(confirmed, "confirmed");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(createdAt, "createdAt");
  }
}
