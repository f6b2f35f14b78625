/** Scalar, aggregate, window and table functions. */
package io.dolake.sql.function;
