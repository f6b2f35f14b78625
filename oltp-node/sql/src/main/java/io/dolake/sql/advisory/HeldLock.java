package io.dolake.sql.advisory;

/**
 * A lock as {@code pg_locks} lists it.
 *
 * @param processId of the session that holds it or waits for it
 * @param granted false while the session waits
 */
public record HeldLock(AdvisoryKey key, AdvisoryMode mode, int processId, boolean granted) {}
