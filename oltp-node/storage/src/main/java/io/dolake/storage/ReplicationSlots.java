package io.dolake.storage;

import io.dolake.common.Lsn;
import java.util.List;
import java.util.Optional;

/** The shard's replication slots, durable across restarts. Thread-safe. */
public interface ReplicationSlots {
  /**
   * Creates a slot that keeps the log after {@code from} (the current end of the log when {@link
   * Lsn#NONE} is not wanted). SLOT_DUPLICATE if the name is taken, LSN_REMOVED or LSN_IN_FUTURE if
   * the position is not in the log.
   */
  ReplicationSlot create(String name, Lsn from);

  List<ReplicationSlot> list();

  Optional<ReplicationSlot> find(String name);

  /** Allows the log up to {@code lsn} to go. Confirming less than before changes nothing. */
  void confirm(String name, Lsn lsn);

  /** Idempotent. */
  void drop(String name);
}
