package io.dolake.cdc.enumerator;

import io.dolake.cdc.split.LogSplit;
import io.dolake.cdc.split.SnapshotSplit;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The enumerator's checkpoint. Immutable.
 *
 * @param slot replication slot of the job
 * @param reader name under which the job opens streams
 * @param planned whether the shards were found and divided; nothing else is set before that
 * @param shards all shards known
 * @param unassigned snapshot splits that no reader has
 * @param assigned snapshot splits that a reader has
 * @param finished snapshot splits that were read, until every log split has its reader
 * @param unassignedLogs log splits that no reader has; they wait for the initial load and get their
 *     hand-over when they are assigned
 * @param finishedIds ids of all finished snapshot splits that readers may still tell of
 */
public record EnumeratorState(
    String slot,
    String reader,
    boolean planned,
    Set<Integer> shards,
    List<SnapshotSplit> unassigned,
    List<SnapshotSplit> assigned,
    List<SnapshotSplit> finished,
    List<LogSplit> unassignedLogs,
    Set<String> finishedIds) {
  public EnumeratorState {
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(reader, "reader");
    shards = Set.copyOf(shards);
    unassigned = List.copyOf(unassigned);
    assigned = List.copyOf(assigned);
    finished = List.copyOf(finished);
    unassignedLogs = List.copyOf(unassignedLogs);
    finishedIds = Set.copyOf(finishedIds);
  }
}
