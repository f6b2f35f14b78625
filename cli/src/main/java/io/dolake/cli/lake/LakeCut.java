package io.dolake.cli.lake;

import io.dolake.common.HlcTimestamp;
import io.dolake.common.Lsn;
import java.util.Map;
import java.util.Objects;

/**
 * One consistent state of the lake: the whole database at one transaction boundary.
 *
 * @param resolved every transaction with a commit timestamp up to this one is in, none after it
 * @param lsn last transaction of the shard that is in
 * @param snapshots Iceberg snapshot of each table; a table that was still empty has none
 */
public record LakeCut(HlcTimestamp resolved, Lsn lsn, Map<LakeTableName, Long> snapshots) {
  public LakeCut {
    Objects.requireNonNull(resolved, "resolved");
    Objects.requireNonNull(lsn, "lsn");
    snapshots = Map.copyOf(snapshots);
  }
}
