package io.dolake.sql.notify;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A commit with what is to happen when it is durable.
 *
 * @param own listener of the session that commits; null if it never listened
 * @param committed ends as the commit does
 * @param settled complete when the actions have happened, or never will
 */
record Publication(
    List<CommitAction> actions,
    Listener own,
    CompletableFuture<Void> committed,
    CompletableFuture<Void> settled) {}
