package io.dolake.lake.commit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the committer keeps across restarts.
 *
 * @param lineage name of this job's line of checkpoints; chosen when it first starts, kept by every
 *     job that goes on from its state, and stamped on every snapshot
 * @param tables tables after the last commit, by table id
 * @param committed ids of the tables that had a snapshot by this lineage
 * @param held changes that are no consistent cut yet, or null
 * @param ready cuts of checkpoints that may not have been committed, oldest first
 * @param lsns last LSN reported, by shard
 */
record CommitterState(
    String lineage,
    Map<Integer, LakeTable> tables,
    Set<Integer> committed,
    Cut held,
    List<Cut> ready,
    Map<Integer, Long> lsns) {
  CommitterState {
    tables = new TreeMap<>(tables);
    committed = Set.copyOf(committed);
    ready = List.copyOf(ready);
    lsns = Map.copyOf(lsns);
  }
}
