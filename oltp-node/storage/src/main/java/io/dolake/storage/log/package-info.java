/**
 * The commit log: segments of checksummed frames, how they are written, read back and validated.
 * Bytes are drawn in docs/formats/log.md; {@link io.dolake.storage.log.LogFormat} has the numbers.
 *
 * <p>All access to log files goes through {@link io.dolake.storage.log.LogFiles}, so that tests can
 * lose or tear what was not synced, fail a sync or fill the disk.
 */
package io.dolake.storage.log;
