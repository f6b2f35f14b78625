package io.dolake.sql;

import java.time.Instant;

/**
 * A cursor that a client declared.
 *
 * @param statement the query
 * @param held whether it outlives the transaction
 */
public record OpenCursor(String name, String statement, boolean held, Instant created) {}
