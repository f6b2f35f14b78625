package io.dolake.server.feed;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Who streams from which slot. A slot has one stream at a time; a reader that comes back (after its
 * connection broke in a way the node has not noticed yet) takes over from itself. Thread-safe.
 */
final class SlotLeases {
  /** One stream's hold of a slot. */
  static final class Lease {
    private final String slot;
    private final String reader;
    private final Runnable revoke;

    private Lease(String slot, String reader, Runnable revoke) {
      this.slot = slot;
      this.reader = reader;
      this.revoke = revoke;
    }
  }

  private final InstantSource clock;
  private final Map<String, Lease> leases = new HashMap<>();
  private final Map<String, Instant> releasedAt = new HashMap<>();

  SlotLeases(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Takes the slot.
   *
   * @param revoke called, from another thread, when the same reader takes the slot again
   * @throws DoLakeException SLOT_IN_USE while another reader has it
   */
  Lease acquire(String slot, String reader, Runnable revoke) {
    Lease lease = new Lease(slot, reader, revoke);
    Lease previous;
    synchronized (this) {
      previous = leases.get(slot);
      if (previous != null && !previous.reader.equals(reader)) {
        throw new DoLakeException(
            ErrorCode.SLOT_IN_USE,
            "slot " + slot + " is in use by reader " + previous.reader,
            "Stop that reader, or give this one a slot of its own.");
      }
      leases.put(slot, lease);
      releasedAt.remove(slot);
    }
    if (previous != null) {
      previous.revoke.run();
    }
    return lease;
  }

  /** Gives the slot back, unless it was taken over. */
  synchronized void release(Lease lease) {
    if (leases.remove(lease.slot, lease)) {
      releasedAt.put(lease.slot, clock.instant());
    }
  }

  /** The reader that has the slot, or an empty string. */
  synchronized String readerOf(String slot) {
    Lease lease = leases.get(slot);
    return lease == null ? "" : lease.reader;
  }

  /** Since when nobody has the slot; null while somebody has. Unknown slots start counting now. */
  synchronized Instant idleSince(String slot) {
    if (leases.containsKey(slot)) {
      return null;
    }
    return releasedAt.computeIfAbsent(slot, s -> clock.instant());
  }

  synchronized void forget(String slot) {
    releasedAt.remove(slot);
  }

  /** Checks that nobody has the slot. */
  synchronized void checkFree(String slot) {
    Lease lease = leases.get(slot);
    if (lease != null) {
      throw new DoLakeException(
          ErrorCode.SLOT_IN_USE,
          "slot " + slot + " is in use by reader " + lease.reader,
          "Stop the reader first.");
    }
  }
}
