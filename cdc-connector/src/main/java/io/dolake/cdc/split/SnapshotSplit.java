package io.dolake.cdc.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A key range of a table's initial load and how much of it has been read. Immutable.
 *
 * @param shard where the table lies
 * @param tableId the table
 * @param fromKey first key, or null for the beginning of the table
 * @param toKey key after the last, or null for the end of the table
 * @param pages what was read so far, from {@code fromKey} on
 * @param finished whether all of it was read
 * @param schemas the table's known versions (TableProto), oldest first
 */
public record SnapshotSplit(
    int shard,
    int tableId,
    byte[] fromKey,
    byte[] toKey,
    List<PageRead> pages,
    boolean finished,
    List<byte[]> schemas)
    implements FeedSplit {
  public SnapshotSplit {
    pages = List.copyOf(pages);
    schemas = List.copyOf(schemas);
  }

  /** A range of which nothing was read yet. */
  public static SnapshotSplit unread(
      int shard, int tableId, byte[] fromKey, byte[] toKey, List<byte[]> schemas) {
    return new SnapshotSplit(shard, tableId, fromKey, toKey, List.of(), false, schemas);
  }

  @Override
  public String splitId() {
    return "snapshot-" + shard + "-" + tableId + "-" + (fromKey == null ? "" : hex(fromKey));
  }

  /** Where the next page begins; null for the beginning of the table. */
  public byte[] nextKey() {
    return pages.isEmpty() ? fromKey : pages.get(pages.size() - 1).toKey();
  }

  /** This split after one more page; neighbours read at the same LSN become one page. */
  public SnapshotSplit withPage(PageRead page, boolean last) {
    List<PageRead> extended = new ArrayList<>(pages);
    if (!extended.isEmpty() && extended.get(extended.size() - 1).lsn() == page.lsn()) {
      PageRead before = extended.remove(extended.size() - 1);
      page = new PageRead(page.toKey(), page.lsn(), Math.max(before.timestamp(), page.timestamp()));
    }
    extended.add(page);
    return new SnapshotSplit(shard, tableId, fromKey, toKey, extended, last, schemas);
  }

  private static String hex(byte[] key) {
    StringBuilder text = new StringBuilder(2 * key.length);
    for (byte b : key) {
      text.append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SnapshotSplit that
        && shard == that.shard
        && tableId == that.tableId
        && Arrays.equals(fromKey, that.fromKey)
        && Arrays.equals(toKey, that.toKey)
        && pages.equals(that.pages)
        && finished == that.finished
        && ByteArrays.equal(schemas, that.schemas);
  }

  @Override
  public int hashCode() {
    return Objects.hash(shard, tableId, Arrays.hashCode(fromKey), pages, finished);
  }
}
