package io.dolake.catalog.table;

import org.apache.iceberg.TableMetadata;

/**
 * One immutable version of a table's metadata.
 *
 * @param metadata the parsed metadata, which knows its file
 * @param json the same as compact JSON in UTF-8; shared, so nobody may change the array
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredTable(TableMetadata metadata, byte[] json) {
  /** Where the metadata file is. */
  public String location() {
    return metadata.metadataFileLocation();
  }
}
