package io.dolake.storage.txn;

/**
 * Bounds of the group commit.
 *
 * @param syncEveryGroup whether each group is synced before it counts
 * @param queueLength most transactions that wait for the writer; more block their threads
 * @param groupTransactions most transactions in a group
 * @param groupBytes size after which no more join a group
 */
public record CommitLimits(
    boolean syncEveryGroup, int queueLength, int groupTransactions, long groupBytes) {}
