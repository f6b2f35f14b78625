package io.dolake.storage.memtable;

/**
 * What a memtable has of an entry.
 *
 * @param value the entry's value, the caller's own; null if the entry was deleted
 */
public record VersionedValue(byte[] value) {}
