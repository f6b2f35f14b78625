package io.dolake.catalog.api;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.BadRequestException;

/** Which snapshots a loaded table lists. */
enum SnapshotMode {
  /** Every snapshot the metadata knows. */
  ALL,
  /** Only those a branch or tag points to; clients load the rest when they need it. */
  REFS;

  /**
   * @param parameter value of the query parameter, or null
   */
  static SnapshotMode of(String parameter) {
    if (parameter == null || parameter.isEmpty()) {
      return ALL;
    }
    return switch (parameter.toLowerCase(Locale.ROOT)) {
      case "all" -> ALL;
      case "refs" -> REFS;
      default ->
          throw new BadRequestException("snapshots must be \"all\" or \"refs\": %s", parameter);
    };
  }

  /** A tag for one version of a table in this form; a metadata location never changes content. */
  String etag(String metadataLocation) {
    byte[] name = (metadataLocation + "," + name()).getBytes(StandardCharsets.UTF_8);
    return "\"" + UUID.nameUUIDFromBytes(name) + "\"";
  }

  static TableMetadata onlyReferenced(TableMetadata metadata) {
    return TableMetadata.buildFrom(metadata)
        .withMetadataLocation(metadata.metadataFileLocation())
        .suppressHistoricalSnapshots()
        .build();
  }
}
