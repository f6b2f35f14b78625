package io.dolake.storage.lmdb;

/**
 * How much of LMDB is used.
 *
 * @param pageBytes size of a page
 * @param pages pages in use or free inside the file
 * @param mapBytes size of the map, which grows by itself
 * @param maxReaders limit of open read snapshots
 * @param openSnapshots read snapshots in use
 * @param oldestSnapshotNanos age of the oldest
 */
public record LmdbUsage(
    int pageBytes,
    long pages,
    long mapBytes,
    int maxReaders,
    int openSnapshots,
    long oldestSnapshotNanos) {}
