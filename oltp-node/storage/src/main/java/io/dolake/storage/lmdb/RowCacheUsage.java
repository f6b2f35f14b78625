package io.dolake.storage.lmdb;

/**
 * What the cache of rows is worth.
 *
 * @param bytes memory outside the heap that it takes; 0 while there is none
 * @param hits rows that were read by key and found in it
 * @param misses rows that were read by key from LMDB, those before there was a cache included
 */
public record RowCacheUsage(long bytes, long hits, long misses) {}
