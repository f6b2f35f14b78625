package io.dolake.catalog.table;

import io.dolake.catalog.commit.ObjectChange;
import io.dolake.catalog.store.ObjectKind;
import io.dolake.catalog.store.ObjectRow;
import io.dolake.catalog.store.StoreSession;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A change of one table that is ready to be committed.
 *
 * @param identifier the table
 * @param row the table's row the change is based on; null if the change creates the table
 * @param base the metadata the change is based on; null if the change creates the table
 * @param target the metadata after the change, in a file of its own; the base itself if the change
 *     turned out to change nothing
 */
record PreparedChange(
    TableIdentifier identifier, ObjectRow row, StoredTable base, StoredTable target) {
  boolean isEmpty() {
    return base == target;
  }

  /**
   * Points the table at its new metadata. An empty change is "applied" too: its requirements must
   * hold at the moment the others' changes become visible.
   *
   * @throws LostRaceException if somebody else changed, created or dropped the table in between
   */
  void applyTo(StoreSession session) throws SQLException {
    TableMetadata metadata = target.metadata();
    if (row == null) {
      session
          .objects()
          .insert(new ObjectRow(identifier, ObjectKind.TABLE, metadata.uuid(), target.location()));
      return;
    }
    if (!session.objects().swap(row, metadata.uuid(), target.location())) {
      throw new LostRaceException(identifier);
    }
  }

  ObjectChange describe() {
    return describe(identifier, target.metadata());
  }

  static ObjectChange describe(TableIdentifier identifier, TableMetadata metadata) {
    Snapshot current = metadata.currentSnapshot();
    return new ObjectChange(
        ObjectKind.TABLE.id(),
        Arrays.asList(identifier.namespace().levels()),
        identifier.name(),
        metadata.uuid(),
        metadata.metadataFileLocation(),
        current == null ? null : current.snapshotId());
  }
}
