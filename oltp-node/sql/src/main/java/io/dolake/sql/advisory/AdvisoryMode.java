package io.dolake.sql.advisory;

/** Whom an advisory lock keeps out: everybody else, or only those who want it for themselves. */
public enum AdvisoryMode {
  EXCLUSIVE,
  SHARED;

  boolean conflictsWith(AdvisoryMode other) {
    return this == EXCLUSIVE || other == EXCLUSIVE;
  }
}
