package io.dolake.storage.memtable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Versions of entries, one behind the other in a few large arrays: the garbage collector copies and
 * marks those as a whole, while it would have to look at each of some hundred thousand objects in
 * each of its pauses.
 *
 * <pre>
 *   0  8  LSN of the commit that wrote it
 *   8  4  address of the version before, or {@link #NOWHERE}
 *  12  4  hash of the key
 *  16  4  length of the key
 *  20  4  length of the value, or -1 if the commit deleted the entry
 *  24  n  key, value
 * </pre>
 *
 * <p>One thread appends. Others read what they got the address of through a volatile or an acquired
 * read; nothing is ever changed.
 */
final class VersionArena {
  /** No version's address. */
  static final int NOWHERE = 0;

  /** Before key and value. */
  private static final int HEADER_BYTES = 24;

  private static final int OLDER = 8;
  private static final int HASH = 12;
  private static final int KEY_LENGTH = 16;
  private static final int VALUE_LENGTH = 20;
  private static final int DELETED = -1;

  /** An address is a block's number and a place in it. */
  private static final int PLACE_BITS = 20;

  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
  private static final int MAX_BLOCKS = 1 << Integer.SIZE - PLACE_BITS - 1;

  private static final int FIRST_BLOCK_BYTES = 4 << 10;

  /** With its header an array of this size fills a region of a small heap, or a part of one. */
  private static final int BLOCK_BYTES = (1 << PLACE_BITS) - 64;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle KEY_PART =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The first one is none, so that no address is {@link #NOWHERE}. */
  private byte[][] blocks = new byte[2][];

  private int lastBlock;
  private int place;

  /**
   * Adds a version.
   *
   * @param older address of the version before, or {@link #NOWHERE}
   * @param value null if the entry is deleted
   * @return its address
   */
  int append(long lsn, int older, int hash, byte[] key, byte[] value) {
    int bytes = bytesOf(key, value);
    byte[] block = blocks[lastBlock];
    if (block == null || bytes > block.length - place) {
      block = addBlock(bytes);
    }
    LONGS.set(block, place, lsn);
    INTS.set(block, place + OLDER, older);
    INTS.set(block, place + HASH, hash);
    INTS.set(block, place + KEY_LENGTH, key.length);
    INTS.set(block, place + VALUE_LENGTH, value == null ? DELETED : value.length);
    System.arraycopy(key, 0, block, place + HEADER_BYTES, key.length);
    if (value != null) {
      System.arraycopy(value, 0, block, place + HEADER_BYTES + key.length, value.length);
    }
    int address = lastBlock << PLACE_BITS | place;
    place += bytes;
    return address;
  }

  /** What a version takes. */
  static int bytesOf(byte[] key, byte[] value) {
    return HEADER_BYTES + key.length + (value == null ? 0 : value.length);
  }

  private byte[] addBlock(int bytes) {
    int number = lastBlock + 1;
    if (number == MAX_BLOCKS) {
      throw new IllegalStateException("a memtable cannot have more than " + MAX_BLOCKS + " blocks");
    }
    byte[][] all = number < blocks.length ? blocks : Arrays.copyOf(blocks, 2 * blocks.length);
    int usual =
        lastBlock == 0
            ? FIRST_BLOCK_BYTES
            : Math.min(2 * Math.min(all[lastBlock].length, BLOCK_BYTES), BLOCK_BYTES);
    byte[] block = new byte[Math.max(usual, bytes)];
    all[number] = block;
    blocks = all;
    lastBlock = number;
    place = 0;
    return block;
  }

  private byte[] block(int address) {
    return blocks[address >>> PLACE_BITS];
  }

  private static int place(int address) {
    return address & PLACE_MASK;
  }

  /** This version or the newest older one that a snapshot at this LSN sees, or {@link #NOWHERE}. */
  int visible(int newest, long lsn) {
    int address = newest;
    while (address != NOWHERE && (long) LONGS.get(block(address), place(address)) > lsn) {
      address = (int) INTS.get(block(address), place(address) + OLDER);
    }
    return address;
  }

  int hash(int address) {
    return (int) INTS.get(block(address), place(address) + HASH);
  }

  boolean hasKey(int address, int hash, byte[] key) {
    byte[] block = block(address);
    int place = place(address);
    if ((int) INTS.get(block, place + HASH) != hash
        || (int) INTS.get(block, place + KEY_LENGTH) != key.length) {
      return false;
    }
    int start = place + HEADER_BYTES;
    return Arrays.equals(block, start, start + key.length, key, 0, key.length);
  }

  /** A copy of the key. */
  byte[] key(int address) {
    byte[] block = block(address);
    int start = place(address) + HEADER_BYTES;
    int length = (int) INTS.get(block, start - HEADER_BYTES + KEY_LENGTH);
    return Arrays.copyOfRange(block, start, start + length);
  }

  /** A copy of the value; null if the entry is deleted. */
  byte[] value(int address) {
    byte[] block = block(address);
    int place = place(address);
    int length = (int) INTS.get(block, place + VALUE_LENGTH);
    if (length == DELETED) {
      return null;
    }
    int start = place + HEADER_BYTES + (int) INTS.get(block, place + KEY_LENGTH);
    return Arrays.copyOfRange(block, start, start + length);
  }

  /** With how many bytes all of these keys begin alike. */
  int commonKeyLength(int[] addresses) {
    if (addresses.length == 0) {
      return 0;
    }
    byte[] first = key(addresses[0]);
    int common = first.length;
    for (int address : addresses) {
      byte[] block = block(address);
      int start = place(address) + HEADER_BYTES;
      int length = (int) INTS.get(block, start - HEADER_BYTES + KEY_LENGTH);
      int different =
          Arrays.mismatch(first, 0, common, block, start, start + Math.min(common, length));
      common = different < 0 ? common : different;
    }
    return common;
  }

  /**
   * Eight bytes of the key, as an unsigned number that is in the order of keys which are alike
   * before them.
   */
  long keyPart(int address, int from) {
    byte[] block = block(address);
    int place = place(address);
    int end = place + HEADER_BYTES + (int) INTS.get(block, place + KEY_LENGTH);
    int start = place + HEADER_BYTES + from;
    if (end - start >= Long.BYTES) {
      return (long) KEY_PART.get(block, start);
    }
    long part = 0;
    for (int at = start; at < start + Long.BYTES; at++) {
      part = part << Byte.SIZE | (at < end ? block[at] & 0xff : 0);
    }
    return part;
  }

  int compareKeys(int a, int b) {
    byte[] blockA = block(a);
    byte[] blockB = block(b);
    int startA = place(a) + HEADER_BYTES;
    int startB = place(b) + HEADER_BYTES;
    int lengthA = (int) INTS.get(blockA, place(a) + KEY_LENGTH);
    int lengthB = (int) INTS.get(blockB, place(b) + KEY_LENGTH);
    return Arrays.compareUnsigned(
        blockA, startA, startA + lengthA, blockB, startB, startB + lengthB);
  }
}
