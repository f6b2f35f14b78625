package io.dolake.cdc;

import io.dolake.common.catalog.TableDef;

/** Versions of the tables' schemas that a reader knows. Belongs to the reader's task thread. */
public interface TableSchemas {
  /**
   * A version of a table, asked from the node when it was not told yet.
   *
   * @throws io.dolake.common.error.DoLakeException SCHEMA_VERSION_UNKNOWN if the node has it not
   */
  TableDef version(int shard, int tableId, int schemaVersion);

  /** The newest version known of a table, or null for a table never told of. */
  TableDef newest(int shard, int tableId);
}
