/** How fast changes get from a node into a Flink operator: {@code bin/dolake bench feed}. */
package io.dolake.cli.bench.feed;
