/**
 * Sequences: numbers that are given out once, whatever becomes of the transactions that draw them.
 *
 * <p>To the store a sequence is a table with one row, its position; the catalog keeps its
 * definition with the table's. Numbers are set aside in batches by transactions of their own, so
 * that sessions wait for each other no longer than for one of those. Columns that draw numbers
 * (SERIAL, AUTOINCREMENT) have the table's own counter, which shows as a sequence, too.
 */
package io.dolake.sql.sequence;
