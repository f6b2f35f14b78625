package io.dolake.lake.event;

import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the topology is partitioned by: a table and the memcomparable primary key of a row in it.
 * The array is shared, not copied, and must not be written to.
 */
@TypeInfo(RowKeyTypeInfoFactory.class)
public final class RowKey implements Comparable<RowKey> {
  private final int tableId;
  private final byte[] key;
  private final int hash;

  public RowKey(int tableId, byte[] key) {
    this.tableId = tableId;
    this.key = key;
    this.hash = 31 * Arrays.hashCode(key) + tableId;
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
