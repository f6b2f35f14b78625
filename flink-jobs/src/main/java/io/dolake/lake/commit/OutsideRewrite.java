package io.dolake.lake.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;

/**
 * What another engine rewrote, for its own good order: snapshots on top of the job's that only
 * replaced files.
 *
 * @param base the job's snapshot that they were built on; empty if it is gone
 * @param added new files by path, without those that have deletes of their own
 * @param replaced files that left the table, by path
 */
public record OutsideRewrite(
    Optional<Snapshot> base, Map<String, DataFile> added, Map<String, DataFile> replaced) {
  /**
   * What the snapshots up to a given one did since the job's last one; empty if there are none, or
   * if one of them was no replacement.
   */
  public static Optional<OutsideRewrite> upTo(Snapshot newest, Table table) {
    Map<String, DataFile> added = new TreeMap<>();
    Map<String, DataFile> replaced = new TreeMap<>();
    Deque<Snapshot> chain = chainTo(newest, table);
    if (chain.isEmpty()) {
      // Nobody rewrote anything: the table was moved to another snapshot of the job.
      return Optional.empty();
    }
    for (Snapshot snapshot : chain) {
      if (!DataOperations.REPLACE.equals(snapshot.operation())) {
        return Optional.empty();
      }
      SnapshotChanges changes = SnapshotChanges.builderFor(table).snapshot(snapshot).build();
      for (DataFile file : changes.addedDataFiles()) {
        added.put(file.location(), file.copy());
      }
      for (DataFile file : changes.removedDataFiles()) {
        if (added.remove(file.location()) == null) {
          replaced.put(file.location(), file.copy());
        }
      }
      // Rows that are deleted in a new file cannot be told from rows that are missing in it.
      for (DeleteFile deletes : changes.addedDeleteFiles()) {
        if (deletes.referencedDataFile() != null) {
          added.remove(deletes.referencedDataFile());
        }
      }
    }
    return Optional.of(new OutsideRewrite(parent(chain.getFirst(), table), added, replaced));
  }

  private static Optional<Snapshot> parent(Snapshot snapshot, Table table) {
    return Optional.ofNullable(snapshot.parentId()).map(table::snapshot);
  }

  /** Snapshots that no job made, up to a given one, oldest first. */
  private static Deque<Snapshot> chainTo(Snapshot newest, Table table) {
    Deque<Snapshot> chain = new ArrayDeque<>();
    Optional<Snapshot> snapshot = Optional.of(newest);
    while (snapshot.isPresent() && !Stamp.isStamped(snapshot.get())) {
      chain.addFirst(snapshot.get());
      snapshot = parent(snapshot.get(), table);
    }
    return chain;
  }

  /**
   * Whether this was built on a given snapshot of the job, and the new files have as many rows as
   * were alive in the replaced ones. Whether they are the same rows is found out when the files are
   * read. Counted from the files, because engines differ in what their summaries say of deletes
   * that left with a file.
   */
  boolean keepsRows(Snapshot before, Table table) {
    if (base.filter(snapshot -> snapshot.snapshotId() == before.snapshotId()).isEmpty()) {
      return false;
    }
    OptionalLong deleted = deletedRows(before, replaced.keySet(), table);
    return deleted.isPresent() && rows(replaced) - deleted.getAsLong() == rows(added);
  }

  private static long rows(Map<String, DataFile> files) {
    return files.values().stream().mapToLong(DataFile::recordCount).sum();
  }

  /** Deleted rows of some files in a snapshot; empty if that cannot be told by file. */
  private static OptionalLong deletedRows(Snapshot snapshot, Set<String> files, Table table) {
    long deleted = 0;
    for (ManifestFile manifest : snapshot.deleteManifests(table.io())) {
      try (ManifestReader<DeleteFile> reader =
          ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
        for (DeleteFile deletes : reader) {
          if (deletes.content() != FileContent.POSITION_DELETES
              || deletes.referencedDataFile() == null) {
            return OptionalLong.empty();
          }
          if (files.contains(deletes.referencedDataFile())) {
            deleted += deletes.recordCount();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read manifest " + manifest.path(), e);
      }
    }
    return OptionalLong.of(deleted);
  }
}
