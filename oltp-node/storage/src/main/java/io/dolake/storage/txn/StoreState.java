package io.dolake.storage.txn;

import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.lmdb.WriteBatch.MapFullException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where in the log the LMDB state stands; part of each of its commits. Under "state" in the meta
 * database: LSN 8, commit timestamp 8, highest transaction id 8, big-endian.
 *
 * @param lsn last transaction applied
 * @param timestamp its commit timestamp
 * @param highestTransactionId of all committed transactions
 */
public record StoreState(long lsn, long timestamp, long highestTransactionId) {
  private static final byte[] KEY = "state".getBytes(StandardCharsets.US_ASCII);
  public static final StoreState NEW = new StoreState(0, 0, 0);

  public static StoreState load(WriteBatch batch) {
    byte[] bytes = batch.copyOfMeta(KEY);
    if (bytes == null) {
      return NEW;
    }
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    return new StoreState(fields.getLong(), fields.getLong(), fields.getLong());
  }

  void save(WriteBatch batch) throws MapFullException {
    batch.putMeta(
        KEY,
        ByteBuffer.allocate(24)
            .putLong(lsn)
            .putLong(timestamp)
            .putLong(highestTransactionId)
            .array());
  }
}
