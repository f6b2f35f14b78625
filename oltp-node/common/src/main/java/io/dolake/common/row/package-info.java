/**
 * Stored rows: schema version and Avro binary record, the same bytes in the log, in LMDB and on the
 * change feed. The format is drawn in docs/formats/row.md.
 */
package io.dolake.common.row;
