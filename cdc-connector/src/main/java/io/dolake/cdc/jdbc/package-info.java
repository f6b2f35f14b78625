/** Lookups and writes over the node's PostgreSQL protocol. */
package io.dolake.cdc.jdbc;
