/** Benchmarks of the lake job: throughput, scans and freshness. */
package io.dolake.cli.bench.lake;
