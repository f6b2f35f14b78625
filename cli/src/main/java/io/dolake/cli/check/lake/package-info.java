/** Campaign and benchmarks of the lake job against a real store, feed and catalog. */
package io.dolake.cli.check.lake;
