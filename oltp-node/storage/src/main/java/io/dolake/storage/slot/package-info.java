/**
 * Replication slots and the retention of log segments that they, age and size decide. The slot
 * file's bytes are drawn in docs/formats/slots.md.
 */
package io.dolake.storage.slot;
