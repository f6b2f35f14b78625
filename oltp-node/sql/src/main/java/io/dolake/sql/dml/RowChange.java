package io.dolake.sql.dml;

/**
 * A row about to be replaced.
 *
 * @param assigned ordinals of the columns that are given new values; null for any
 */
record RowChange(Object[] before, Object[] after, int[] assigned) {}
