/**
 * The versioned catalog: its immutable states, how DDL moves from one to the next, how it lies in
 * LMDB, and the compiled layouts of tables and indexes that reads and writes use.
 */
package io.dolake.storage.catalog;
