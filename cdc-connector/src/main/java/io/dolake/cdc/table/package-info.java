/** Flink SQL: tables {@code dosql-cdc} (changes) and {@code dosql} (changes, lookups, writes). */
package io.dolake.cdc.table;
