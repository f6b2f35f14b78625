/**
 * The DoLake topology: turns the change feed of a database into exactly-once,
 * transaction-consistent commits to Iceberg tables. {@link io.dolake.lake.LakeJob} puts it
 * together; the packages follow the path of a change: {@code event}, {@code writer}, {@code dv},
 * {@code commit}. See docs/lake.md.
 */
package io.dolake.lake;
