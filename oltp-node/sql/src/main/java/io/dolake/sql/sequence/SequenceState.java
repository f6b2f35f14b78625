package io.dolake.sql.sequence;

/**
 * What a query of a sequence shows.
 *
 * @param left numbers that are set aside to be given out next
 */
public record SequenceState(SequencePosition position, long left) {}
