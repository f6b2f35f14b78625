/**
 * The materialised state in LMDB: environment, read snapshots, entries with keys of any length, and
 * the meta pages that pin a checkpoint. LMDB checks neither threads nor lifetimes, and crashes the
 * JVM when it is misused; everything outside this package goes through classes that do.
 */
package io.dolake.storage.lmdb;
