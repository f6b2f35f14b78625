/** Expressions ready to run, and the compiler that makes them. */
package io.dolake.sql.expr;
