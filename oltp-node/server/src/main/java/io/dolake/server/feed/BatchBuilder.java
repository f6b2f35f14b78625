package io.dolake.server.feed;

import io.dolake.common.change.TransactionHeader;
import io.dolake.common.proto.feed.ChangeBatch;
import io.dolake.common.proto.feed.ChangeProto;
import io.dolake.common.proto.feed.TransactionPart;

/** Collects parts of transactions into one message. Belongs to the stream's thread. */
final class BatchBuilder {
  /** What a message costs beside its changes' bytes, so that tiny changes count too. */
  private static final int OVERHEAD_PER_CHANGE = 24;

  private ChangeBatch.Builder batch = ChangeBatch.newBuilder();
  private TransactionPart.Builder part;
  private long completeLsn;
  private long bytes;
  private long changes;

  BatchBuilder(long completeLsn) {
    this.completeLsn = completeLsn;
  }

  /** Adds a change of the transaction; the first one opens a part. */
  void add(TransactionHeader transaction, ChangeProto change) {
    if (part == null) {
      part =
          TransactionPart.newBuilder()
              .setLsn(transaction.lsn().value())
              .setTransactionId(transaction.transactionId().value())
              .setCommitTimestamp(transaction.commitTimestamp().value());
    }
    part.addChanges(change);
    bytes +=
        OVERHEAD_PER_CHANGE
            + change.getKey().size()
            + change.getBefore().size()
            + change.getAfter().size()
            + change.getTable().size();
    changes++;
  }

  /** Ends the transaction; one without a sent change only moves the complete LSN. */
  void completeTransaction(long lsn) {
    closePart(true);
    completeLsn = lsn;
  }

  boolean isEmpty() {
    return changes == 0;
  }

  long bytes() {
    return bytes;
  }

  long changes() {
    return changes;
  }

  /** The message so far; the builder starts anew, inside the same transaction if one is open. */
  ChangeBatch take(long resolvedTimestamp) {
    closePart(false);
    ChangeBatch taken =
        batch.setCompleteLsn(completeLsn).setResolvedTimestamp(resolvedTimestamp).build();
    batch = ChangeBatch.newBuilder();
    bytes = 0;
    changes = 0;
    return taken;
  }

  private void closePart(boolean last) {
    if (part != null) {
      batch.addParts(part.setLast(last));
      part = null;
    }
  }
}
