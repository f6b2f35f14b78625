package io.dolake.catalog.maintenance;

import io.dolake.catalog.storage.LocationPolicy;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files of a purged table, those only that are in the folders it writes to. Its metadata
 * may name any other file as well, because the table was registered or files were added to it by
 * hand; such files may be another table's, so they are left.
 */
final class OwnFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OwnFiles.class);

  private final FileIO io;
  private final List<String> folders;
  private long left;

  OwnFiles(FileIO io, TableMetadata metadata, LocationPolicy locations) {
    this.io = io;
    this.folders =
        Stream.concat(
                Stream.of(metadata.location()),
                LocationPolicy.chosenBy(metadata.properties()).stream())
            .filter(locations::isAllowed)
            .toList();
  }

  /**
   * Deletes files, in any order; those that are gone already do not matter.
   *
   * @param files locations, null for none
   */
  void delete(Stream<String> files) {
    List<String> named = files.filter(Objects::nonNull).toList();
    List<String> own = named.stream().filter(this::isOwn).toList();
    left += named.size() - own.size();
    if (io instanceof SupportsBulkOperations bulk && own.size() > 1) {
      bulk.deleteFiles(own);
      return;
    }
    own.forEach(this::delete);
  }

  /** How many files were not the table's own. */
  long left() {
    return left;
  }

  private boolean isOwn(String file) {
    return folders.stream().anyMatch(folder -> LocationPolicy.isInside(file, folder));
  }

  private void delete(String file) {
    try {
      io.deleteFile(file);
    } catch (NotFoundException e) {
      LOG.debug("file is gone: {}", file);
    }
  }
}
