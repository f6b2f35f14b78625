/** The lake as a Flink catalog: its tables through Iceberg's own source, and procedures on it. */
package io.dolake.flinksql.lake;
