package io.dolake.storage.memtable;

import io.dolake.storage.lmdb.Space;
import io.dolake.storage.memtable.StorageEntries.Expected;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Entries of consecutive commits with all their versions: what an LSM tree calls a memtable. Filled
 * by the holder of the writer's role in the order of commits, read by any thread at the same time,
 * by key or in key order; a reader names the LSN up to which it sees. Nothing is ever taken out: a
 * memtable ends as a whole, when LMDB has it and no snapshot needs it any more.
 */
public final class Memtable {
  /** What a table's entry in {@link #highestRowIds} takes. */
  private static final int ROW_ID_BYTES = 64;

  private final VersionArena arena = new VersionArena();
  private final SpaceEntries data;
  private final SpaceEntries index;

  /** Highest number in the numbered column, of tables that must never reuse one. */
  private final Map<Integer, Long> highestRowIds = new HashMap<>();

  private final AtomicLong bytes = new AtomicLong();
  private int versions;

  /** The entries of a space, by storage id, and what to expect of those to come. */
  private record SpaceEntries(
      ConcurrentHashMap<Integer, StorageEntries> storages, Map<Integer, Expected> expected) {
    static SpaceEntries first() {
      return new SpaceEntries(new ConcurrentHashMap<>(), Map.of());
    }

    SpaceEntries next() {
      Map<Integer, Expected> nextExpected = new HashMap<>();
      storages.forEach((id, entries) -> nextExpected.put(id, entries.expectedNext()));
      return new SpaceEntries(new ConcurrentHashMap<>(), nextExpected);
    }

    StorageEntries of(int storageId) {
      return storages.get(storageId);
    }

    StorageEntries ofOrNew(int storageId, VersionArena arena, AtomicLong bytes) {
      StorageEntries present = storages.get(storageId);
      if (present != null) {
        return present;
      }
      StorageEntries created =
          new StorageEntries(arena, bytes, expected.getOrDefault(storageId, Expected.LITTLE));
      storages.put(storageId, created);
      return created;
    }
  }

  /** A memtable that expects nothing. */
  public Memtable() {
    this(SpaceEntries.first(), SpaceEntries.first());
  }

  private Memtable(SpaceEntries data, SpaceEntries index) {
    this.data = data;
    this.index = index;
  }

  /** An empty memtable that expects what this one has; with the writer's role. */
  public Memtable next() {
    return new Memtable(data.next(), index.next());
  }

  private SpaceEntries space(Space space) {
    return switch (space) {
      case DATA -> data;
      case INDEX -> index;
      case META -> throw new IllegalArgumentException("meta entries go to LMDB directly");
    };
  }

  /**
   * Adds a version of an entry; only with the writer's role.
   *
   * @param value null to delete the entry
   */
  public void put(Space space, int storageId, byte[] key, byte[] value, long lsn) {
    space(space).ofOrNew(storageId, arena, bytes).put(key, value, lsn);
    versions++;
  }

  /** Notes the highest number that a commit put into a table; only with the writer's role. */
  public void noteRowId(int tableId, long highest) {
    if (!highestRowIds.containsKey(tableId)) {
      bytes.addAndGet(ROW_ID_BYTES); // a memtable with nothing else has something to be moved too
    }
    highestRowIds.merge(tableId, highest, Math::max);
  }

  /** What {@link #noteRowId} was told, for a memtable that is not written any more. */
  public Map<Integer, Long> highestRowIds() {
    return highestRowIds;
  }

  /** The entry as a snapshot at this LSN sees it; null if the memtable has nothing about it. */
  public VersionedValue get(Space space, int storageId, byte[] key, long lsn) {
    StorageEntries entries = space(space).of(storageId);
    int version = entries == null ? VersionArena.NOWHERE : entries.find(key, lsn);
    return version == VersionArena.NOWHERE ? null : new VersionedValue(arena.value(version));
  }

  /** Whether there is anything of this storage. */
  public boolean has(Space space, int storageId) {
    return space(space).of(storageId) != null;
  }

  /**
   * Entries of a storage that it {@link #has}, as a snapshot at this LSN sees them. The first one
   * to ask puts the keys in order, which takes some tenths of a microsecond for each.
   *
   * @param lower first key, or null for the beginning
   * @param upper key after the last, or null for the end
   */
  public MemtableCursor entries(
      Space space, int storageId, byte[] lower, byte[] upper, boolean backward, long lsn) {
    StorageEntries entries = space(space).of(storageId);
    return new RangeCursor(entries, entries.range(lower, upper, backward), arena, lsn);
  }

  /** Of which storages there are entries. */
  public Set<Integer> storageIds(Space space) {
    return space(space).storages().keySet();
  }

  /**
   * Newest versions of all entries of a storage that it {@link #has}, in key order, for a memtable
   * that is not written any more.
   */
  public MemtableCursor newest(Space space, int storageId) {
    return new NewestCursor(space(space).of(storageId), arena);
  }

  /** About how much of the heap it takes. */
  public long bytes() {
    return bytes.get();
  }

  /** Number of versions in it; with the writer's role, or when it is not written any more. */
  public int versions() {
    return versions;
  }

  /** Whether anything was put into it. */
  public boolean isEmpty() {
    return bytes.get() == 0;
  }
}
