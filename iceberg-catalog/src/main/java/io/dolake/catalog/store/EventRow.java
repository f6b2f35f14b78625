package io.dolake.catalog.store;

/**
 * One mutation of the catalog.
 *
 * @param eventId 1, 2, 3, ... in the order of commits, without gaps
 * @param commitId unique name of the database transaction
 * @param occurredAtMillis when the server committed it, in its own clock
 * @param principal who asked for it
 * @param operation what was asked for, such as {@code commit-transaction}
 * @param changesJson the objects it changed, a JSON array
 */
public record EventRow(
    long eventId,
    String commitId,
    long occurredAtMillis,
    String principal,
    String operation,
    String changesJson) {}
