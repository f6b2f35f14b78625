package io.dolake.lake.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the topology is partitioned by: a table and the memcomparable primary key of a row in it.
 * The array is shared, not copied, and must not be written to.
 *
 * <p>The hash decides the key group and so is part of the form of the job's state. It mixes whole
 * words, because the keys of a table mostly differ in a few of their last bytes: the usual sum of
 * bytes would give millions of such keys some ten thousand hashes.
 */
@TypeInfo(RowKeyTypeInfoFactory.class)
public final class RowKey implements Comparable<RowKey> {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** 2 to the 64th over the golden ratio, made odd: spreads neighbours (Fibonacci hashing). */
  private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

  private final int tableId;
  private final byte[] key;
  private final int hash;

  public RowKey(int tableId, byte[] key) {
    this.tableId = tableId;
    this.key = key;
    this.hash = hash(tableId, key);
  }

  private static int hash(int tableId, byte[] key) {
    long hash = tableId + ((long) key.length << Integer.SIZE);
    int offset = 0;
    for (; offset + Long.BYTES <= key.length; offset += Long.BYTES) {
      hash = mixed(hash ^ (long) WORDS.get(key, offset));
    }
    long rest = 0;
    for (; offset < key.length; offset++) {
      rest = rest << Byte.SIZE | key[offset] & 0xff;
    }
    return (int) mixed(hash ^ rest);
  }

  /** The lower half of the result depends on all bits of the value. */
  private static long mixed(long value) {
    long product = value * MULTIPLIER;
    return product ^ product >>> Integer.SIZE;
  }

  /** The key's first bytes as an unsigned number, in whose order keys are as far as it goes. */
  public long prefix() {
    if (key.length >= Long.BYTES) {
      return (long) WORDS.get(key, 0);
    }
    long prefix = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      prefix = prefix << Byte.SIZE | (i < key.length ? key[i] & 0xff : 0);
    }
    return prefix;
  }

  public int tableId() {
    return tableId;
  }

  public byte[] key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey that
        && hash == that.hash
        && tableId == that.tableId
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Order of tables, then of primary keys. */
  @Override
  public int compareTo(RowKey other) {
    int byTable = Integer.compare(tableId, other.tableId);
    return byTable != 0 ? byTable : Arrays.compareUnsigned(key, other.key);
  }

  @Override
  public String toString() {
    return tableId + "/" + java.util.HexFormat.of().formatHex(key);
  }
}
