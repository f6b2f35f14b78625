package io.dolake.sql;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * What one connection is doing, as {@code pg_stat_activity} shows it.
 *
 * @param client empty unless by TCP
 * @param transactionStart empty outside transactions
 * @param queryStart of the statement under way or the last one; empty before the first
 * @param state in PostgreSQL's words: {@code active}, {@code idle}, {@code idle in transaction},
 *     {@code idle in transaction (aborted)}
 * @param query text of the statement under way or the last one, or its beginning
 */
public record ClientActivity(
    int processId,
    String user,
    String database,
    String applicationName,
    Optional<InetSocketAddress> client,
    Instant start,
    Optional<Instant> transactionStart,
    Optional<Instant> queryStart,
    Instant stateChange,
    String state,
    String query) {}
