/**
 * Backups of a running shard and the ways back. A backup is a shard's directory as a crash would
 * leave it, with a manifest: restoring is copying it, with as much log as is wanted, and opening
 * it. The layout is drawn in docs/formats/backup.md.
 */
package io.dolake.storage.backup;
