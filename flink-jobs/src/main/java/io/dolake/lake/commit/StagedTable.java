package io.dolake.lake.commit;

import org.apache.iceberg.BaseTable;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.UpdateRequirements;
import org.apache.iceberg.catalog.ImmutableTableCommit;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table whose next metadata is built in memory, by Iceberg's own operations, until all of a cut's
 * tables are committed together. Nothing but manifests is written before that.
 */
final class StagedTable implements TableOperations {
  private final TableIdentifier identifier;
  private final TableMetadata base;
  private final FileIO io;
  private TableMetadata staged;

  private StagedTable(
      TableIdentifier identifier, TableMetadata base, TableMetadata staged, FileIO io) {
    this.identifier = identifier;
    this.base = base;
    this.staged = staged;
    this.io = io;
  }

  /** A table that exists; {@code base} carries no changes. */
  static StagedTable existing(TableIdentifier identifier, TableMetadata base, FileIO io) {
    return new StagedTable(identifier, base, base, io);
  }

  /** A table that the commit creates; all changes of {@code first} are its creation. */
  static StagedTable created(TableIdentifier identifier, TableMetadata first, FileIO io) {
    return new StagedTable(identifier, null, first, io);
  }

  /** The table for Iceberg's operations, whose commits end here. */
  Table table() {
    return new BaseTable(this, identifier.toString());
  }

  /** Replaces the staged metadata with one built from it. */
  void stage(TableMetadata metadata) {
    staged = metadata;
  }

  TableIdentifier identifier() {
    return identifier;
  }

  boolean hasChanges() {
    return !staged.changes().isEmpty();
  }

  /**
   * The changes and what must still hold when they are applied: for each ref moved, that it stands
   * where this was built on, so that a commit can never be applied twice or over another one's.
   */
  TableCommit commit() {
    return ImmutableTableCommit.builder()
        .identifier(identifier)
        .requirements(
            base == null
                ? UpdateRequirements.forCreateTable(staged.changes())
                : UpdateRequirements.forUpdateTable(base, staged.changes()))
        .updates(staged.changes())
        .build();
  }

  /** The metadata as it stands once committed. */
  TableMetadata committed() {
    return TableMetadata.buildFrom(staged).discardChanges().build();
  }

  @Override
  public TableMetadata current() {
    return staged;
  }

  @Override
  public TableMetadata refresh() {
    return staged;
  }

  @Override
  public void commit(TableMetadata from, TableMetadata to) {
    staged = to;
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return staged.location() + "/metadata/" + fileName;
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(staged.location(), staged.properties());
  }
}
