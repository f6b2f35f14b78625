package io.dolake.storage.log;

/**
 * Where the valid part of a log ends.
 *
 * @param segmentName last segment, or null when the log has none yet
 * @param position where the next frame goes in it
 * @param previousChecksum checksum that the next frame chains to
 * @param lastLsn last complete transaction
 * @param lastTimestamp its commit timestamp
 * @param discardedBytes what was cut off behind it because it was torn; 0 for a clean end
 */
public record LogTail(
    String segmentName,
    long position,
    int previousChecksum,
    long lastLsn,
    long lastTimestamp,
    long discardedBytes) {}
