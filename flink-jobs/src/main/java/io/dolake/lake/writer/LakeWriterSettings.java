package io.dolake.lake.writer;

import io.dolake.lake.commit.LakeFormat;
import io.dolake.lake.schema.TableLayout;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * What a writer is told.
 *
 * @param layout where tables go
 * @param ioProperties how to reach the files
 * @param limits bounds of memory and files
 * @param commitTriggers when a commit is asked for before its time
 * @param compaction which files are merged
 * @param adoptsFiles whether files that other engines made of the job's are taken over
 * @param formatVersion of the tables, see {@link LakeFormat}
 * @param dvWriterKeys for each key group a number that the edge to the deletion vector writers puts
 *     into it, so that a message can be sent to all of them
 */
public record LakeWriterSettings(
    TableLayout layout,
    HashMap<String, String> ioProperties,
    WriteLimits limits,
    CommitTriggers commitTriggers,
    CompactionPolicy compaction,
    boolean adoptsFiles,
    int formatVersion,
    long[] dvWriterKeys)
    implements Serializable {
  public LakeWriterSettings {
    ioProperties = new HashMap<>(ioProperties);
    dvWriterKeys = dvWriterKeys.clone();
  }

  /** Settings with a key for each of {@code maxParallelism} key groups. */
  public static LakeWriterSettings of(
      TableLayout layout,
      Map<String, String> ioProperties,
      WriteLimits limits,
      CommitTriggers commitTriggers,
      CompactionPolicy compaction,
      boolean adoptsFiles,
      int formatVersion,
      int maxParallelism) {
    return new LakeWriterSettings(
        layout,
        new HashMap<>(ioProperties),
        limits,
        commitTriggers,
        compaction,
        adoptsFiles,
        formatVersion,
        KeyGroupNumbers.find(maxParallelism));
  }
}
