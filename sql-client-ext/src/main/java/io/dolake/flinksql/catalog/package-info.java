/** Flink catalog of a DoSQL database: {@code CREATE CATALOG shop WITH ('type' = 'dosql', ...)}. */
package io.dolake.flinksql.catalog;
