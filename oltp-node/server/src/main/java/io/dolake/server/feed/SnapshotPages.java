package io.dolake.server.feed;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.dolake.common.TableId;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.proto.feed.ReadSnapshotPageRequest;
import io.dolake.common.proto.feed.ReadSnapshotPageResponse;
import io.dolake.common.proto.feed.SnapshotRow;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardStore;
import io.dolake.storage.SnapshotScan;
import java.util.Arrays;

/**
 * Reads pages of a table: as many rows of the beginning of a key range as fit, in one short read
 * transaction, which is over before the page is sent. Thread-safe.
 */
final class SnapshotPages {
  static final int DEFAULT_BYTES = 1 << 20;
  static final int MAX_BYTES = 16 << 20;
  static final int MAX_ROWS = 1 << 20;
  private static final int BOUND_LENGTH = ShardStore.MAX_SCAN_BOUND_LENGTH;

  private final ShardStore store;

  SnapshotPages(ShardStore store) {
    this.store = store;
  }

  ReadSnapshotPageResponse read(ReadSnapshotPageRequest request) {
    TableId tableId = new TableId(request.getTableId());
    int maxRows = limit(request.getMaxRows(), MAX_ROWS, MAX_ROWS);
    int maxBytes = limit(request.getMaxBytes(), DEFAULT_BYTES, MAX_BYTES);
    ReadSnapshotPageResponse.Builder page = ReadSnapshotPageResponse.newBuilder();
    try (SnapshotScan scan =
        store.scanSnapshot(
            tableId,
            boundOrNull(request.getFromKey()),
            boundOrNull(request.getToKey()),
            ScanDirection.FORWARD)) {
      page.setLsn(scan.lsn().value()).setTimestamp(scan.timestamp().value());
      page.setSchemaVersion(scan.catalog().table(tableId).map(TableDef::schemaVersion).orElse(0));
      fill(page, scan, maxRows, maxBytes);
    }
    return page.build();
  }

  /**
   * A page ends only between two keys that differ within the longest bound a scan can start at, so
   * that the next page begins exactly where this one ends.
   */
  private static void fill(
      ReadSnapshotPageResponse.Builder page, SnapshotScan scan, int maxRows, int maxBytes) {
    long bytes = 0;
    byte[] previousKey = null;
    while (scan.next()) {
      byte[] key = scan.copyOfKey();
      boolean full = page.getRowsCount() >= maxRows || bytes >= maxBytes;
      if (full && !sameBound(previousKey, key)) {
        page.setNextKey(
            UnsafeByteOperations.unsafeWrap(key, 0, Math.min(key.length, BOUND_LENGTH)));
        return;
      }
      byte[] image = scan.copyOfImage();
      page.addRows(
          SnapshotRow.newBuilder()
              .setKey(UnsafeByteOperations.unsafeWrap(key))
              .setImage(UnsafeByteOperations.unsafeWrap(image)));
      bytes += key.length + image.length;
      previousKey = key;
    }
    page.setComplete(true);
  }

  private static boolean sameBound(byte[] a, byte[] b) {
    return a.length >= BOUND_LENGTH
        && b.length >= BOUND_LENGTH
        && Arrays.equals(a, 0, BOUND_LENGTH, b, 0, BOUND_LENGTH);
  }

  private static byte[] boundOrNull(ByteString bound) {
    if (bound.size() > BOUND_LENGTH) {
      throw FeedRequests.invalid(
          "key bound has " + bound.size() + " bytes; at most " + BOUND_LENGTH + " are allowed");
    }
    return bound.isEmpty() ? null : bound.toByteArray();
  }

  private static int limit(int wanted, int defaultValue, int maximum) {
    return wanted <= 0 ? defaultValue : Math.min(wanted, maximum);
  }
}
