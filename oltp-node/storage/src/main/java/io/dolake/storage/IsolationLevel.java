package io.dolake.storage;

/** Isolation of a shard transaction. READ UNCOMMITTED is offered as READ_COMMITTED. */
public enum IsolationLevel {
  /** Each statement sees what was committed before it began. */
  READ_COMMITTED,
  /** One snapshot for the whole transaction; first committer wins on written rows. */
  SNAPSHOT,
  /** SNAPSHOT plus validation of every key range read, so that histories are serializable. */
  SERIALIZABLE
}
