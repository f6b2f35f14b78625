package io.dolake.lake.commit;

import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes data files, deletion vectors and manifests of a table that no snapshot refers to: what
 * failed attempts left. Files younger than an age are spared, because they may be about to be
 * committed; table metadata files are the catalog's and never touched.
 */
final class OrphanFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanFiles.class);

  private OrphanFiles() {}

  /**
   * @param olderThanMillis files modified at or after this time stay
   * @return files deleted
   */
  static int delete(Table table, SupportsPrefixOperations io, long olderThanMillis)
      throws IOException {
    Set<String> referenced = referenced(table);
    int deleted = 0;
    for (FileInfo file : io.listPrefix(table.location() + "/")) {
      if (file.createdAtMillis() < olderThanMillis
          && isOurs(file.location())
          && !referenced.contains(pathOf(file.location()))) {
        io.deleteFile(file.location());
        deleted++;
      }
    }
    if (deleted > 0) {
      LOG.info("deleted {} files of {} that no snapshot refers to", deleted, table.name());
    }
    return deleted;
  }

  private static boolean isOurs(String location) {
    String name = location.toLowerCase(Locale.ROOT);
    return name.endsWith(".parquet") || name.endsWith(".puffin") || name.endsWith(".avro");
  }

  /** Listings and references may write the same place with or without its scheme. */
  private static String pathOf(String location) {
    int scheme = location.indexOf(":/");
    String path = scheme < 0 ? location : location.substring(scheme + 1);
    return path.replaceFirst("^/+", "/");
  }

  private static Set<String> referenced(Table table) throws IOException {
    Set<String> referenced = new HashSet<>();
    Set<String> read = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      referenced.add(pathOf(snapshot.manifestListLocation()));
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        referenced.add(pathOf(manifest.path()));
        if (read.add(manifest.path())) {
          addFiles(manifest, table, referenced);
        }
      }
    }
    return referenced;
  }

  private static void addFiles(ManifestFile manifest, Table table, Set<String> referenced)
      throws IOException {
    try (ManifestReader<? extends ContentFile<?>> files =
        manifest.content() == ManifestContent.DATA
            ? ManifestFiles.read(manifest, table.io(), table.specs())
            : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
      for (ContentFile<?> file : files) {
        referenced.add(pathOf(file.location()));
      }
    }
  }
}
