/**
 * Name resolution and SQLite's typing rules: from Calcite's syntax tree to its relational algebra.
 *
 * <p>Calcite's own validator is not used. It decides types before anything runs, and refuses what
 * SQLite allows: conditions of any type, comparisons between any two, bare columns beside
 * aggregates, aliases in WHERE, text where a name is meant.
 */
package io.dolake.sql.plan.bind;
