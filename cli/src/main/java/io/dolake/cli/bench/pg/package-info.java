/** Measurements of the server through PostgreSQL's own tools and driver. */
package io.dolake.cli.bench.pg;
