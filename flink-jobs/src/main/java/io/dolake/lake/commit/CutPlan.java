package io.dolake.lake.commit;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableCommit;

/**
 * A cut turned into metadata.
 *
 * @param staged by table id
 * @param tables all tables as they are after the commit, by table id
 */
record CutPlan(Map<Integer, StagedTable> staged, Map<Integer, LakeTable> tables) {
  List<TableCommit> commits() {
    return staged.values().stream()
        .filter(StagedTable::hasChanges)
        .map(StagedTable::commit)
        .toList();
  }
}
