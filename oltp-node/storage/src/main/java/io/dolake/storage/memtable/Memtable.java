package io.dolake.storage.memtable;

import io.dolake.storage.lmdb.Space;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Entries of consecutive commits, in key order, with all their versions: what an LSM tree calls a
 * memtable. Filled by the holder of the writer's role in the order of commits, read by any thread
 * at the same time; a reader names the LSN up to which it sees. Nothing is ever taken out: a
 * memtable ends as a whole, when LMDB has it and no snapshot needs it any more.
 */
public final class Memtable {
  /** Of a version on the heap, beside the bytes of key and value. */
  private static final int OVERHEAD_BYTES = 144;

  private final ConcurrentHashMap<Integer, ConcurrentSkipListMap<byte[], VersionedValue>> data =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, ConcurrentSkipListMap<byte[], VersionedValue>> index =
      new ConcurrentHashMap<>();

  /** Highest number in the numbered column, of tables that must never reuse one. */
  private final Map<Integer, Long> highestRowIds = new HashMap<>();

  private volatile long bytes;
  private int versions;

  private ConcurrentHashMap<Integer, ConcurrentSkipListMap<byte[], VersionedValue>> space(
      Space space) {
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
    var storages = space(space);
    ConcurrentSkipListMap<byte[], VersionedValue> entries = storages.get(storageId);
    if (entries == null) {
      entries = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
      storages.put(storageId, entries);
    }
    VersionedValue first = new VersionedValue(lsn, value, null);
    VersionedValue older = entries.putIfAbsent(key, first);
    if (older != null) {
      entries.put(key, new VersionedValue(lsn, value, older));
    }
    versions++;
    // Nobody else writes it.
    bytes = bytes + key.length + (value == null ? 0 : value.length) + OVERHEAD_BYTES;
  }

  /** Notes the highest number that a commit put into a table; only with the writer's role. */
  public void noteRowId(int tableId, long highest) {
    highestRowIds.merge(tableId, highest, Math::max);
  }

  /** What {@link #noteRowId} was told, for a memtable that is not written any more. */
  public Map<Integer, Long> highestRowIds() {
    return highestRowIds;
  }

  /** The entry as a snapshot at this LSN sees it; null if the memtable has nothing about it. */
  public VersionedValue get(Space space, int storageId, byte[] key, long lsn) {
    var entries = space(space).get(storageId);
    return entries == null ? null : VersionedValue.visible(entries.get(key), lsn);
  }

  /** Whether there is anything of this storage. */
  public boolean has(Space space, int storageId) {
    return space(space).containsKey(storageId);
  }

  /**
   * Entries of a storage as a snapshot at this LSN sees them.
   *
   * @param lower first key, or null for the beginning
   * @param upper key after the last, or null for the end
   */
  public MemtableCursor entries(
      Space space, int storageId, byte[] lower, byte[] upper, boolean backward, long lsn) {
    ConcurrentNavigableMap<byte[], VersionedValue> range = space(space).get(storageId);
    if (lower != null) {
      range = range.tailMap(lower, true);
    }
    if (upper != null) {
      range = range.headMap(upper, false);
    }
    return new MemtableCursor(backward ? range.descendingMap() : range, lsn);
  }

  /** Newest versions of all entries of a space: by storage id, then in key order. */
  public Map<Integer, ? extends ConcurrentNavigableMap<byte[], VersionedValue>> newest(
      Space space) {
    return space(space);
  }

  /** About how much of the heap it takes. */
  public long bytes() {
    return bytes;
  }

  /** Number of versions in it; with the writer's role, or when it is not written any more. */
  public int versions() {
    return versions;
  }

  /** Whether anything was put into it. */
  public boolean isEmpty() {
    return bytes == 0;
  }
}
