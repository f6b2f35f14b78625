package io.dolake.lake.commit;

/**
 * What happens when somebody else committed to a table that this job keeps. The lake is the
 * database, nothing else, so rows that another engine changed never stay changed.
 */
public enum OutsideCommits {
  /** Files that another engine rewrote are taken over; rows that it changed are changed back. */
  ADOPT,
  /** The table is moved back to the job's own last snapshot, in the commit that finds it. */
  UNDO,
  /** The job stops with LAKE_TABLE_ALTERED. */
  FAIL
}
