/** Engines and clients we did not write, working with the catalog. */
package io.dolake.e2e.engines;
