package io.dolake.storage;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import java.util.Objects;

/** A durable commit. A transaction that wrote nothing has {@link Lsn#NONE}. */
public record CommitResult(Lsn lsn, HlcTimestamp commitTimestamp) {
  public CommitResult {
    Objects.requireNonNull(lsn, "lsn");
    Objects.requireNonNull(commitTimestamp, "commitTimestamp");
  }
}
