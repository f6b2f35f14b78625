/**
 * What is added to Calcite's relational algebra: operators with SQLite's semantics for row
 * expressions, and relational nodes for tables, windows, recursion, shared and lateral inputs.
 *
 * <p>SQLite's values carry their own types, so every field is of Calcite's ANY type and conditions
 * are BOOLEAN; static types of columns live beside the tree, in the binder. Outer references of a
 * correlated subquery are operands of the subquery's call, so that Calcite's rules move them like
 * any other reference; inside, they are variables.
 */
package io.dolake.sql.plan.rel;
