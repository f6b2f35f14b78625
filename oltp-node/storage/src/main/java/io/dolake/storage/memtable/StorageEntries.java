package io.dolake.storage.memtable;

import io.dolake.storage.lmdb.KeyHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The entries of one storage in a memtable: in a hash table for those who ask for a key, and, once
 * somebody has read a range, their keys in order as well. Most storages of a database that is
 * written to are only asked for keys, and an insert into a skip list takes several times as long as
 * all else that a commit does in memory. One thread writes, any thread reads.
 */
final class StorageEntries {
  /**
   * What the entries of a storage will probably be like, judged by the memtable before.
   *
   * @param size how many
   * @param ordered whether ranges are read
   */
  record Expected(int size, boolean ordered) {
    static final Expected LITTLE = new Expected(0, false);
  }

  /** About what a key takes in the hash table, and what it takes if there is an order. */
  private static final int SLOT_BYTES = 8;

  private static final int ORDER_BYTES = 80;

  private static final int MIN_SLOTS = 16;
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(int[].class);

  private final VersionArena arena;

  /** About how much of the heap the memtable takes. */
  private final AtomicLong memtableBytes;

  /** Of the hash: nobody can choose keys that meet in one slot. */
  private final long seed = ThreadLocalRandom.current().nextLong();

  /**
   * Addresses of the newest versions, at the hash of their key or after it (open addressing, linear
   * probing). At most half of it is taken.
   */
  private volatile int[] slots;

  private int size;

  /** Null while nobody wants order; has the keys that were put in since it is there. */
  private volatile NavigableSet<byte[]> keys;

  /** Whether {@link #keys} has all keys. */
  private volatile boolean orderComplete;

  private volatile boolean rangeRead;

  StorageEntries(VersionArena arena, AtomicLong memtableBytes, Expected expected) {
    this.arena = arena;
    this.memtableBytes = memtableBytes;
    this.slots = new int[slotsFor(expected.size())];
    if (expected.ordered()) {
      keys = noKeys();
      orderComplete = true;
    }
  }

  private static int slotsFor(int entries) {
    return Math.max(MIN_SLOTS, Integer.highestOneBit(Math.max(1, entries)) * 4);
  }

  private static NavigableSet<byte[]> noKeys() {
    return new ConcurrentSkipListSet<>(Arrays::compareUnsigned);
  }

  /** What the next memtable should expect; by the thread that writes. */
  Expected expectedNext() {
    return new Expected(size, rangeRead);
  }

  /** Adds a version of an entry; {@code null} deletes it. */
  void put(byte[] key, byte[] value, long lsn) {
    int bytes = VersionArena.bytesOf(key, value);
    int hash = hash(key);
    int[] table = slots;
    int slot = slotOf(table, hash, key);
    int older = table[slot];
    SLOTS.setRelease(table, slot, arena.append(lsn, older, hash, key, value));
    if (older == VersionArena.NOWHERE) {
      bytes += SLOT_BYTES + added(table, key);
    }
    memtableBytes.addAndGet(bytes);
  }

  /** Returns what the key takes in the order, if there is one. */
  private int added(int[] table, byte[] key) {
    size++;
    if (2 * size > table.length) {
      grow(table);
    }
    // After it is in the hash table: who puts the keys in order finds it there, or this thread
    // finds that there is an order.
    VarHandle.fullFence();
    NavigableSet<byte[]> order = keys;
    if (order == null) {
      return 0;
    }
    order.add(key);
    return ORDER_BYTES + key.length;
  }

  private int hash(byte[] key) {
    return (int) (KeyHash.of(seed, key) >>> Integer.SIZE);
  }

  /** The slot of the key, or the free one where it would be. */
  private int slotOf(int[] table, int hash, byte[] key) {
    int slot = hash & table.length - 1;
    while (true) {
      int address = (int) SLOTS.getAcquire(table, slot);
      if (address == VersionArena.NOWHERE || arena.hasKey(address, hash, key)) {
        return slot;
      }
      slot = slot + 1 & table.length - 1;
    }
  }

  private void grow(int[] from) {
    int[] to = new int[2 * from.length];
    for (int address : from) {
      if (address != VersionArena.NOWHERE) {
        int slot = arena.hash(address) & to.length - 1;
        while (to[slot] != VersionArena.NOWHERE) {
          slot = slot + 1 & to.length - 1;
        }
        to[slot] = address;
      }
    }
    slots = to;
  }

  /** Address of the version that a snapshot at this LSN sees, or {@link VersionArena#NOWHERE}. */
  int find(byte[] key, long lsn) {
    int[] table = slots;
    int slot = slotOf(table, hash(key), key);
    // Another key may take a free slot just now: by a commit that is newer than this LSN.
    return arena.visible((int) SLOTS.getAcquire(table, slot), lsn);
  }

  /**
   * Keys of a range, in order.
   *
   * @param lower first key, or null for the beginning
   * @param upper key after the last, or null for the end
   */
  Iterator<byte[]> range(byte[] lower, byte[] upper, boolean backward) {
    if (!rangeRead) {
      rangeRead = true;
    }
    if (!orderComplete) {
      putInOrder();
    }
    NavigableSet<byte[]> range = keys;
    if (lower != null) {
      range = range.tailSet(lower, true);
    }
    if (upper != null) {
      range = range.headSet(upper, false);
    }
    return backward ? range.descendingIterator() : range.iterator();
  }

  /** The writer goes on meanwhile. */
  private synchronized void putInOrder() {
    if (orderComplete) {
      return;
    }
    NavigableSet<byte[]> order = noKeys();
    keys = order;
    VarHandle.fullFence();
    long bytes = 0;
    for (int address : inOrder()) {
      byte[] key = arena.key(address);
      order.add(key);
      bytes += ORDER_BYTES + key.length;
    }
    memtableBytes.addAndGet(bytes);
    orderComplete = true;
  }

  /** Addresses of the newest versions of all entries, in the order of their keys. */
  int[] inOrder() {
    int[] table = slots;
    int[] addresses = new int[table.length / 2 + 1];
    int count = 0;
    for (int slot = 0; slot < table.length; slot++) {
      int address = (int) SLOTS.getAcquire(table, slot);
      if (address != VersionArena.NOWHERE) {
        addresses[count++] = address;
      }
    }
    return KeyOrder.of(arena, Arrays.copyOf(addresses, count));
  }
}
