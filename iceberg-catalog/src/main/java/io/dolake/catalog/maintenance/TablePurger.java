package io.dolake.catalog.maintenance;

import io.dolake.catalog.storage.LocationPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the files of a dropped table: data and delete files, then manifests, manifest lists,
 * statistics and old metadata files, the current metadata file last.
 *
 * <p>This order makes a purge resumable: whatever is left can still be found from the current
 * metadata file, and a file that is gone was deleted by an earlier attempt.
 */
final class TablePurger {
  private static final Logger LOG = LoggerFactory.getLogger(TablePurger.class);

  private final FileIO io;
  private final LocationPolicy locations;

  TablePurger(FileIO io, LocationPolicy locations) {
    this.io = io;
    this.locations = locations;
  }

  /**
   * Deletes everything the metadata file refers to, and the file itself.
   *
   * @param progress called now and then while files are deleted
   * @throws RuntimeException if the file store refuses; calling again continues
   */
  void purge(String metadataLocation, Runnable progress) {
    TableMetadata metadata;
    try {
      metadata = TableMetadataParser.read(io, metadataLocation);
    } catch (NotFoundException e) {
      LOG.info("table was purged before: metadata={}", metadataLocation);
      return;
    }
    Map<String, ManifestFile> manifests = manifests(metadata);
    boolean deleteData =
        metadata.propertyAsBoolean(TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT);
    if (deleteData) {
      for (ManifestFile manifest : manifests.values()) {
        deleteContent(manifest, metadata);
        progress.run();
      }
    }
    manifests.keySet().forEach(this::delete);
    progress.run();
    metadata.snapshots().stream().map(Snapshot::manifestListLocation).forEach(this::delete);
    metadata.statisticsFiles().forEach(file -> delete(file.path()));
    metadata.partitionStatisticsFiles().forEach(file -> delete(file.path()));
    metadata.previousFiles().forEach(entry -> delete(entry.file()));
    delete(metadataLocation);
  }

  private Map<String, ManifestFile> manifests(TableMetadata metadata) {
    Map<String, ManifestFile> manifests = new LinkedHashMap<>();
    for (Snapshot snapshot : metadata.snapshots()) {
      try {
        for (ManifestFile manifest : snapshot.allManifests(io)) {
          manifests.put(manifest.path(), manifest);
        }
      } catch (NotFoundException e) {
        LOG.debug("manifest list is gone: {}", snapshot.manifestListLocation());
      }
    }
    return manifests;
  }

  private void deleteContent(ManifestFile manifest, TableMetadata metadata) {
    List<String> files = new ArrayList<>();
    try (CloseableIterable<? extends ContentFile<?>> content =
        manifest.content() == ManifestContent.DATA
            ? ManifestFiles.read(manifest, io, metadata.specsById())
            : ManifestFiles.readDeleteManifest(manifest, io, metadata.specsById())) {
      content.forEach(file -> files.add(file.location()));
    } catch (NotFoundException e) {
      LOG.debug("manifest is gone: {}", manifest.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.forEach(this::delete);
  }

  /** A registered table may name any file, so only files where tables may be are deleted. */
  private void delete(String location) {
    if (location == null) {
      return;
    }
    if (!locations.isAllowed(location)) {
      LOG.warn("file of a purged table is outside the warehouse and is left: {}", location);
      return;
    }
    try {
      io.deleteFile(location);
    } catch (NotFoundException e) {
      LOG.debug("file is gone: {}", location);
    }
  }
}
