/**
 * Verification of a shard: the log against itself, the tables against the log, indexes against the
 * tables.
 */
package io.dolake.storage.verify;
