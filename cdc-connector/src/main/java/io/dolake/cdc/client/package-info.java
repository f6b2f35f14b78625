/** The reader's end of the change feed protocol. */
package io.dolake.cdc.client;
