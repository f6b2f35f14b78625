package io.dolake.cdc;

import io.dolake.common.HlcTimestamp;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * One change of the feed with its bytes as they lie in the log: what {@link
 * ChangeDeserializer#raw()} emits and every other form is made from. Immutable by convention: the
 * arrays are shared, not copied, and must not be written to.
 *
 * <p>The contract of the stream of records, for one source:
 *
 * <ol>
 *   <li>Records of one shard's log come in commit order, a transaction's in the order they were
 *       made; {@code (shard, lsn, index)} names a change once and for all.
 *   <li>The Flink timestamp of a record is {@link #timestamp}, the whole {@linkplain HlcTimestamp
 *       hybrid logical clock value} of the commit (not milliseconds), unless the source was built
 *       with {@link EventTime#MILLIS}. All records of a transaction have the same one.
 *   <li>A watermark T is emitted by a reader only after every record with timestamp at or below T
 *       of all its splits. No watermark at all is emitted before the initial load of <em>all</em>
 *       shards has been read and the log has caught up with it, and the first one is at or above
 *       every snapshot row's timestamp. So a cut at any watermark holds whole transactions, and a
 *       consumer needs no other signal that the initial load is complete. {@link
 *       ChangeKind#SNAPSHOT_COMPLETE} tells it per shard as well, on the reader of that shard's
 *       log.
 *   <li>Readers without a split are marked idle, though never before the initial load is complete.
 *   <li>A snapshot row and the log never repeat each other: of the log's changes to a key, only
 *       those after the read of the key's page are emitted.
 *   <li>A TRUNCATE that fell between the reads of two pages of a table is limited to the key ranges
 *       read before it: one record for each range, from {@code key} (inclusive, null for the
 *       beginning) to {@code after} (exclusive, null for the end).
 *   <li>SCHEMA, TRUNCATE and DROP come at their place in the order of the log; a SCHEMA also before
 *       snapshot rows and once when the log of a shard is opened, with timestamp 0 and index -1.
 * </ol>
 */
@TypeInfo(ChangeRecordTypeInfoFactory.class)
public final class ChangeRecord {
  private final ChangeKind kind;
  private final int shard;
  private final long lsn;
  private final int index;
  private final long timestamp;
  private final long transactionId;
  private final int tableId;
  private final byte[] key;
  private final byte[] before;
  private final byte[] after;
  private final byte[] table;

  /** Every part as the accessors tell it; null for what the kind has not. */
  public ChangeRecord(
      ChangeKind kind,
      int shard,
      long lsn,
      int index,
      long timestamp,
      long transactionId,
      int tableId,
      byte[] key,
      byte[] before,
      byte[] after,
      byte[] table) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.shard = shard;
    this.lsn = lsn;
    this.index = index;
    this.timestamp = timestamp;
    this.transactionId = transactionId;
    this.tableId = tableId;
    this.key = key;
    this.before = before;
    this.after = after;
    this.table = table;
  }

  /** A row read by a snapshot page. */
  public static ChangeRecord snapshotRow(
      int shard, long lsn, long timestamp, int tableId, byte[] key, byte[] image) {
    return new ChangeRecord(
        ChangeKind.SNAPSHOT_ROW,
        shard,
        lsn,
        NO_INDEX,
        timestamp,
        0,
        tableId,
        key,
        null,
        image,
        null);
  }

  /** A schema version told outside the log's order. */
  public static ChangeRecord schema(int shard, long lsn, int tableId, byte[] table) {
    return new ChangeRecord(
        ChangeKind.SCHEMA, shard, lsn, NO_INDEX, 0, 0, tableId, null, null, null, table);
  }

  public static ChangeRecord snapshotComplete(int shard, long lsn, long timestamp) {
    return new ChangeRecord(
        ChangeKind.SNAPSHOT_COMPLETE,
        shard,
        lsn,
        NO_INDEX,
        timestamp,
        0,
        0,
        null,
        null,
        null,
        null);
  }

  /** Index of records that are not part of a logged transaction. */
  public static final int NO_INDEX = -1;

  public ChangeKind kind() {
    return kind;
  }

  public int shard() {
    return shard;
  }

  /** LSN of the transaction, or of the snapshot read. */
  public long lsn() {
    return lsn;
  }

  /** Position in the transaction, counting the changes of all tables, or {@link #NO_INDEX}. */
  public int index() {
    return index;
  }

  /** {@link HlcTimestamp#value} of the commit, or of the snapshot read; 0 for none. */
  public long timestamp() {
    return timestamp;
  }

  /** 0 outside of logged transactions. */
  public long transactionId() {
    return transactionId;
  }

  /** 0 for SNAPSHOT_COMPLETE. */
  public int tableId() {
    return tableId;
  }

  /** Memcomparable primary key (docs/formats/key.md) of a row; of a TRUNCATE its lower bound. */
  public byte[] key() {
    return key;
  }

  /** Image before (schema version and Avro, docs/formats/row.md); UPDATE and DELETE only. */
  public byte[] before() {
    return before;
  }

  /** Image after; SNAPSHOT_ROW, INSERT and UPDATE; of a TRUNCATE its upper bound. */
  public byte[] after() {
    return after;
  }

  /** Serialized TableProto of a SCHEMA, null otherwise. */
  public byte[] table() {
    return table;
  }

  public boolean isRow() {
    return kind == ChangeKind.SNAPSHOT_ROW
        || kind == ChangeKind.INSERT
        || kind == ChangeKind.UPDATE
        || kind == ChangeKind.DELETE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChangeRecord that
        && kind == that.kind
        && shard == that.shard
        && lsn == that.lsn
        && index == that.index
        && timestamp == that.timestamp
        && transactionId == that.transactionId
        && tableId == that.tableId
        && Arrays.equals(key, that.key)
        && Arrays.equals(before, that.before)
        && Arrays.equals(after, that.after)
        && Arrays.equals(table, that.table);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, shard, lsn, index, tableId, Arrays.hashCode(key));
  }

  @Override
  public String toString() {
    return kind + " " + shard + "/" + lsn + "/" + index + " table " + tableId;
  }
}
