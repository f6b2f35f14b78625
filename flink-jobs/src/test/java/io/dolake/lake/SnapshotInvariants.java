package io.dolake.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;

/** What holds in every snapshot the job ever wrote. */
final class SnapshotInvariants {
  private SnapshotInvariants() {}

  /** No equality deletes, at most one deletion vector per data file, a stamp in the summary. */
  static void check(Table table) throws Exception {
    FileFormat format =
        TableUtil.formatVersion(table) >= 3 ? FileFormat.PUFFIN : FileFormat.PARQUET;
    for (Snapshot snapshot : table.snapshots()) {
      if (OutsideEngine.made(snapshot)) {
        continue;
      }
      assertThat(snapshot.summary())
          .containsKeys(
              "dolake.job-id",
              "dolake.lineage",
              "dolake.checkpoint-id",
              "dolake.commit-id",
              "dolake.resolved-timestamp",
              "dolake.lsn.0");
      Set<String> covered = new HashSet<>();
      for (ManifestFile manifest : snapshot.deleteManifests(table.io())) {
        try (ManifestReader<DeleteFile> deletes =
            ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
          for (DeleteFile delete : deletes) {
            assertThat(delete.content()).isEqualTo(FileContent.POSITION_DELETES);
            assertThat(delete.format()).isEqualTo(format);
            assertThat(covered.add(delete.referencedDataFile()))
                .as("one vector for %s", delete.referencedDataFile())
                .isTrue();
          }
        }
      }
    }
  }
}
