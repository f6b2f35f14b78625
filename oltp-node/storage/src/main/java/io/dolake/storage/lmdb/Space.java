package io.dolake.storage.lmdb;

/** The LMDB databases of a shard. */
public enum Space {
  /** Catalog, counters and the position in the log; keys are never long. */
  META("meta"),
  /** Rows: storage id and primary key to row image. */
  DATA("data"),
  /** Secondary indexes: storage id and index key to nothing. */
  INDEX("index");

  final String databaseName;

  Space(String databaseName) {
    this.databaseName = databaseName;
  }
}
