package io.dolake.sql.parse;

/** When a trigger fires, as seen from the change of the row. */
public enum TriggerTiming {
  BEFORE,
  AFTER,
  /** In its place; on views only. */
  INSTEAD_OF
}
