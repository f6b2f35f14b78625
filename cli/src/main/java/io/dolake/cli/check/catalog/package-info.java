/** Conformance runs, campaigns and benchmarks of the Iceberg REST catalog. */
package io.dolake.cli.check.catalog;
