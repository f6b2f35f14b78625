package io.dolake.catalog.maintenance;

import io.dolake.catalog.storage.LocationPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
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
   * Deletes everything the metadata file refers to in the table's folders, and the file itself.
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
    OwnFiles files = new OwnFiles(io, metadata, locations);
    Map<String, ManifestFile> manifests = manifests(metadata);
    boolean deleteData =
        metadata.propertyAsBoolean(TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT);
    if (deleteData) {
      for (ManifestFile manifest : manifests.values()) {
        files.delete(contentOf(manifest, metadata).stream());
        progress.run();
      }
    }
    files.delete(manifests.keySet().stream());
    progress.run();
    files.delete(metadata.snapshots().stream().map(Snapshot::manifestListLocation));
    files.delete(metadata.statisticsFiles().stream().map(StatisticsFile::path));
    files.delete(metadata.partitionStatisticsFiles().stream().map(PartitionStatisticsFile::path));
    files.delete(metadata.previousFiles().stream().map(MetadataLogEntry::file));
    files.delete(Stream.of(metadataLocation));
    if (files.left() > 0) {
      LOG.warn(
          "files outside the table's folders were left: table={} files={}",
          metadata.location(),
          files.left());
    }
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

  private List<String> contentOf(ManifestFile manifest, TableMetadata metadata) {
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
    return files;
  }
}
