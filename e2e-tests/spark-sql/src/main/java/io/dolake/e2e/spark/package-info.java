/** Spark as an outside reader of the lake. */
package io.dolake.e2e.spark;
