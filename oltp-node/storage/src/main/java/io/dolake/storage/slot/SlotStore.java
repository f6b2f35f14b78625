package io.dolake.storage.slot;

import io.dolake.common.Lsn;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ReplicationSlot;
import io.dolake.storage.ReplicationSlots;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.ReadableLog;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shard's slots. Every change is durable when its call returns; when it cannot be made durable
 * the call fails and the slots are as before. Confirmations that come while another is being
 * written share the next write. Thread-safe; its monitor also keeps slots and the removal of
 * segments apart, so that a slot is never created on log that is just being removed.
 */
public final class SlotStore implements ReplicationSlots {
  static final int MAX_SLOTS = 1_000;
  static final int MAX_NAME_LENGTH = 128;

  private static final Logger LOG = LoggerFactory.getLogger(SlotStore.class);

  private final SlotFile file;
  private final ReadableLog log;
  private final Clock clock;

  /** Replaced as a whole once the next one is durable; never changed. */
  private volatile TreeMap<String, ReplicationSlot> slots = new TreeMap<>();

  /** What is to be confirmed with the next write, at most one for each slot; its own monitor. */
  private final Map<String, Confirmation> waiting = new HashMap<>();

  /** The highest LSN to confirm for a slot, and how its writing ended. */
  private static final class Confirmation {
    private long lsn;
    private final CompletableFuture<Void> written = new CompletableFuture<>();
  }

  private SlotStore(SlotFile file, ReadableLog log, Clock clock) {
    this.file = file;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Reads the slots kept in the directory. A slot whose log is not there any more, because the
   * directory was restored or an operator deleted segments, is LOST.
   */
  public static SlotStore open(LogFiles files, ReadableLog log, Clock clock) throws IOException {
    SlotStore store = new SlotStore(new SlotFile(files), log, clock);
    store.file.read().forEach(slot -> store.slots.put(slot.name(), slot));
    store.loseSlotsWhere(
        slot ->
            slot.confirmed().value() + 1 < log.firstRetainedLsn()
                || slot.confirmed().value() > log.lastLsn());
    return store;
  }

  @Override
  public synchronized ReplicationSlot create(String name, Lsn from) {
    requireValid(name);
    if (slots.containsKey(name)) {
      throw new DoLakeException(
          ErrorCode.SLOT_DUPLICATE, "replication slot \"" + name + "\" exists already");
    }
    if (slots.size() >= MAX_SLOTS) {
      throw new DoLakeException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "there are " + MAX_SLOTS + " replication slots already",
          "Drop slots that nobody reads.");
    }
    log.requireRetained(from);
    ReplicationSlot slot =
        new ReplicationSlot(name, from, ReplicationSlot.State.ACTIVE, clock.instant());
    TreeMap<String, ReplicationSlot> next = new TreeMap<>(slots);
    next.put(name, slot);
    replace(next);
    LOG.info("replication slot created: name={} confirmed={}", name, from);
    return slot;
  }

  private static void requireValid(String name) {
    boolean valid =
        !name.isBlank()
            && name.length() <= MAX_NAME_LENGTH
            && name.chars().noneMatch(Character::isISOControl);
    if (!valid) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "a slot's name has 1 to " + MAX_NAME_LENGTH + " printable characters");
    }
  }

  @Override
  public List<ReplicationSlot> list() {
    return List.copyOf(slots.values());
  }

  @Override
  public Optional<ReplicationSlot> find(String name) {
    return Optional.ofNullable(slots.get(name));
  }

  @Override
  public void confirm(String name, Lsn lsn) {
    if (lsn.compareTo(requireActive(name).confirmed()) <= 0) {
      return;
    }
    if (lsn.value() > log.lastLsn()) {
      throw new DoLakeException(
          ErrorCode.LSN_IN_FUTURE,
          "LSN " + lsn + " cannot be confirmed: the log ends at " + log.lastLsn());
    }
    Confirmation confirmation;
    synchronized (waiting) {
      confirmation = waiting.computeIfAbsent(name, slot -> new Confirmation());
      confirmation.lsn = Math.max(confirmation.lsn, lsn.value());
    }
    synchronized (this) {
      // Whoever comes first writes for all who wait by then; they find theirs written.
      if (!confirmation.written.isDone()) {
        writeConfirmations();
      }
    }
    try {
      confirmation.written.join();
    } catch (CompletionException e) {
      throw (DoLakeException) e.getCause();
    }
  }

  private ReplicationSlot requireActive(String name) {
    ReplicationSlot slot = slots.get(name);
    if (slot == null) {
      throw new DoLakeException(
          ErrorCode.SLOT_UNDEFINED, "there is no replication slot \"" + name + "\"");
    }
    if (slot.state() == ReplicationSlot.State.LOST) {
      throw new DoLakeException(
          ErrorCode.SLOT_LOST,
          "replication slot \""
              + name
              + "\" is lost: the log after LSN "
              + slot.confirmed()
              + " was removed",
          "Drop the slot, create it anew and read the tables again.");
    }
    return slot;
  }

  /** Writes all confirmations that wait; only with the monitor. */
  private void writeConfirmations() {
    Map<String, Confirmation> taken;
    synchronized (waiting) {
      taken = Map.copyOf(waiting);
      waiting.clear();
    }
    TreeMap<String, ReplicationSlot> next = new TreeMap<>(slots);
    List<Confirmation> written = new ArrayList<>(taken.size());
    taken.forEach(
        (name, confirmation) -> {
          try {
            ReplicationSlot slot = requireActive(name);
            Lsn confirmed = new Lsn(Math.max(confirmation.lsn, slot.confirmed().value()));
            next.put(name, new ReplicationSlot(name, confirmed, slot.state(), slot.createdAt()));
            written.add(confirmation);
          } catch (DoLakeException e) {
            // Dropped or lost since it was asked for.
            confirmation.written.completeExceptionally(e);
          }
        });
    try {
      replace(next);
      written.forEach(confirmation -> confirmation.written.complete(null));
    } catch (DoLakeException e) {
      written.forEach(confirmation -> confirmation.written.completeExceptionally(e));
    }
  }

  @Override
  public synchronized void drop(String name) {
    if (!slots.containsKey(name)) {
      return;
    }
    TreeMap<String, ReplicationSlot> next = new TreeMap<>(slots);
    next.remove(name);
    replace(next);
    LOG.info("replication slot dropped: name={}", name);
  }

  /** Least confirmed LSN of the active slots, or {@link Long#MAX_VALUE} when there are none. */
  public long lowestConfirmed() {
    return slots.values().stream()
        .filter(slot -> slot.state() == ReplicationSlot.State.ACTIVE)
        .mapToLong(slot -> slot.confirmed().value())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Gives up active slots that still need the log at or before this LSN. */
  synchronized void loseSlotsThatNeed(long lsn) {
    loseSlotsWhere(slot -> slot.confirmed().value() < lsn);
  }

  private void loseSlotsWhere(Predicate<ReplicationSlot> lost) {
    TreeMap<String, ReplicationSlot> next = new TreeMap<>(slots);
    boolean changed = false;
    for (ReplicationSlot slot : slots.values()) {
      if (slot.state() == ReplicationSlot.State.ACTIVE && lost.test(slot)) {
        next.put(
            slot.name(),
            new ReplicationSlot(
                slot.name(), slot.confirmed(), ReplicationSlot.State.LOST, slot.createdAt()));
        changed = true;
        LOG.error(
            "replication slot lost: name={} confirmed={} lastLsn={}: its reader was too far behind",
            slot.name(),
            slot.confirmed(),
            log.lastLsn());
      }
    }
    if (changed) {
      replace(next);
    }
  }

  private void replace(TreeMap<String, ReplicationSlot> next) {
    try {
      file.write(next.values());
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR,
          "replication slots cannot be saved: " + e.getMessage(),
          "Check the disk that holds the shard's directory.",
          e);
    }
    slots = next;
  }
}
