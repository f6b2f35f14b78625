package io.dolake.common.change;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import io.dolake.common.ShardId;
import io.dolake.common.TransactionId;
import java.util.Objects;

/** What is known of a committed transaction before its changes are read. */
public record TransactionHeader(
    ShardId shard,
    Lsn lsn,
    TransactionId transactionId,
    HlcTimestamp commitTimestamp,
    int changeCount) {
  public TransactionHeader {
    Objects.requireNonNull(shard, "shard");
    Objects.requireNonNull(lsn, "lsn");
    Objects.requireNonNull(transactionId, "transactionId");
    Objects.requireNonNull(commitTimestamp, "commitTimestamp");
  }
}
