package io.dolake.catalog.table;

import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.commit.ObjectLocks;
import io.dolake.catalog.storage.LocationPolicy;
import io.dolake.catalog.storage.MetadataFiles;
import io.dolake.catalog.store.CatalogStore;
import java.time.Clock;
import java.util.Map;

/** Everything that serves tables, put together; owns the threads behind it. */
public final class Tables implements AutoCloseable {
  private final MetadataWriter writer;
  private final ObsoleteMetadata obsolete;
  private final TableService service;
  private final TableCommitter committer;

  public Tables(
      CatalogStore store,
      Mutations mutations,
      MetadataFiles files,
      long cacheBytes,
      ObjectLocks locks,
      LocationPolicy locations,
      Map<String, String> tableDefaults,
      Clock clock) {
    TableMetadataStore metadata = new TableMetadataStore(files, cacheBytes);
    this.writer = new MetadataWriter(metadata);
    this.obsolete = new ObsoleteMetadata(files);
    this.service = new TableService(store, mutations, metadata, locations, tableDefaults, clock);
    this.committer =
        new TableCommitter(
            store, mutations, metadata, locks, new ChangePlanner(locations), writer, obsolete);
  }

  public TableService service() {
    return service;
  }

  public TableCommitter committer() {
    return committer;
  }

  @Override
  public void close() {
    writer.close();
    obsolete.close();
  }
}
