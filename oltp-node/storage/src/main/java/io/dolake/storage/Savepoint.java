package io.dolake.storage;

/** A mark inside a transaction's write set; valid until rolled back past, or the end. */
public record Savepoint(long transactionId, int depth) {}
