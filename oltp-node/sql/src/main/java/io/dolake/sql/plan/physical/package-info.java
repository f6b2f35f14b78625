/**
 * From relational algebra to operators: Calcite's rules push conditions down, then access paths,
 * join order and join methods are chosen by estimated cost.
 */
package io.dolake.sql.plan.physical;
