/**
 * The crash campaign: concurrent transfers, DDL, checkpoints and slot reads, cut off by killed
 * processes and by simulated power loss; after each the store must hold every acknowledged
 * transaction whole and nothing else in part.
 */
package io.dolake.storage.check.crash;
