package io.dolake.catalog.table;

import io.dolake.catalog.storage.LocationPolicy;
import io.dolake.catalog.store.ObjectKind;
import io.dolake.catalog.store.ObjectRow;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.RetryableValidationException;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** Checks a change's requirements and computes the metadata it leads to. Touches no file. */
final class ChangePlanner {
  private final LocationPolicy locations;

  ChangePlanner(LocationPolicy locations) {
    this.locations = locations;
  }

  /**
   * Computes the metadata after a change of an existing table.
   *
   * @return the base itself if the change changes nothing
   * @throws CommitFailedException if a requirement does not hold, or the updates carry values that
   *     another commit has overtaken
   */
  TableMetadata update(TableChange change, TableMetadata base) {
    for (UpdateRequirement requirement : change.requirements()) {
      requirement.validate(base);
    }
    TableMetadata.Builder builder = TableMetadata.buildFrom(base);
    apply(change.updates(), builder);
    TableMetadata updated = builder.build();
    if (updated.changes().isEmpty()) {
      return base;
    }
    checkLocations(updated, base);
    return updated;
  }

  /** Computes the first metadata of a table that the change creates. */
  TableMetadata create(TableChange change) {
    List<UpdateRequirement> others =
        change.requirements().stream()
            .filter(r -> !(r instanceof UpdateRequirement.AssertTableDoesNotExist))
            .toList();
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid create requirements: only assert-create can hold for a table that does not"
              + " exist: "
              + change.identifier());
    }
    TableMetadata.Builder builder =
        change.updates().stream()
            .filter(MetadataUpdate.UpgradeFormatVersion.class::isInstance)
            .map(update -> ((MetadataUpdate.UpgradeFormatVersion) update).formatVersion())
            .findFirst()
            .map(TableMetadata::buildFromEmpty)
            .orElseGet(TableMetadata::buildFromEmpty);
    apply(change.updates(), builder);
    TableMetadata created = builder.build();
    if (created.location() == null) {
      throw new IllegalArgumentException("Table has no location: " + change.identifier());
    }
    checkLocations(created, null);
    return created;
  }

  /** The row a change must be based on, or nothing if it creates the table. */
  static Optional<ObjectRow> checkRow(TableChange change, Optional<ObjectRow> row) {
    TableIdentifier identifier = change.identifier();
    if (change.isCreate()) {
      if (row.isPresent()) {
        throw row.get().kind() == ObjectKind.VIEW
            ? new AlreadyExistsException("View with same name already exists: %s", identifier)
            : new CommitFailedException("Requirement failed: table already exists: %s", identifier);
      }
      return row;
    }
    if (row.isEmpty() || row.get().kind() != ObjectKind.TABLE) {
      throw new NoSuchTableException("Table does not exist: %s", identifier);
    }
    return row;
  }

  private static void apply(List<MetadataUpdate> updates, TableMetadata.Builder builder) {
    try {
      updates.forEach(update -> update.applyTo(builder));
    } catch (RetryableValidationException e) {
      // The request was built on a state that another commit has overtaken (sequence number, first
      // row id): the client has to refresh and try again, applying it here cannot help.
      throw new CommitFailedException(e, "Stale commit, refresh and retry: %s", e.getMessage());
    }
  }

  private void checkLocations(TableMetadata updated, TableMetadata base) {
    locations.checkMove(
        updated.location(),
        updated.properties(),
        base == null ? null : base.location(),
        base == null ? null : base.properties());
  }
}
