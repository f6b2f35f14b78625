/** A node's change feed under load in a process of its own, for benchmarks and campaigns. */
package io.dolake.cli.feed;
