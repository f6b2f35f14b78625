/**
 * From a parsed query to a plan: names and SQLite's typing rules are bound here into Calcite's
 * relational algebra, its rules rewrite the tree, and the physical planner picks access paths, join
 * order and join methods with statistics.
 *
 * <h2>What the parser hands over</h2>
 *
 * Calcite's syntax tree. Beyond the core grammar the binder understands calls whose operator has
 * one of these names: {@code ->} {@code ->>} {@code ==} {@code <<} {@code >>} {@code &} {@code |}
 * {@code ~} {@code %} {@code ||} {@code GLOB} {@code REGEXP} {@code MATCH} (and each with {@code
 * NOT} before it), {@code LIKE} and {@code ILIKE} with two or three operands, {@code IS}, {@code IS
 * NOT}, {@code IS DISTINCT FROM}, {@code IS NOT DISTINCT FROM} on any two operands, {@code ISNULL},
 * {@code NOTNULL}, {@code COLLATE} (expression, identifier of the collation), {@code CAST} or
 * {@code ::} (expression, {@code SqlDataTypeSpec} whose type name may be any identifier), {@code
 * ROW} for row values, {@code PG_OPERATOR} spelled as the operator itself ({@code ~}, {@code !~},
 * {@code ~*}, {@code !~*}). {@code SqlDynamicParam} positions are zero-based. Blob literals are
 * binary string literals.
 */
package io.dolake.sql.plan;
