package io.dolake.lake.commit;

import io.dolake.lake.schema.TableLayout;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;

/**
 * What the committer is told.
 *
 * @param catalogUri of the REST catalog
 * @param catalogProperties of its client
 * @param layout where tables go
 * @param ioProperties how to reach the files
 * @param tableProperties of new tables
 * @param outsideCommits what happens when others commit
 * @param commitTimeout how long a commit is tried before the job starts over from its checkpoint
 * @param maintenance of snapshots and files
 */
public record CommitterSettings(
    String catalogUri,
    HashMap<String, String> catalogProperties,
    TableLayout layout,
    HashMap<String, String> ioProperties,
    HashMap<String, String> tableProperties,
    OutsideCommits outsideCommits,
    Duration commitTimeout,
    MaintenanceSettings maintenance)
    implements Serializable {}
