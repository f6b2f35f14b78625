/** The campaign that holds the Flink source to its promises: {@code bin/check source}. */
package io.dolake.cli.check.source;
