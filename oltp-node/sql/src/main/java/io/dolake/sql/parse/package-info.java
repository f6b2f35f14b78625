/**
 * From text to a syntax tree: Calcite's parser template extended with the productions in {@code
 * src/main/codegen/includes}, a lexer that knows SQLite's and PostgreSQL's spellings, and the
 * statements that come out. Queries and expressions are Calcite's nodes; other statements are
 * {@link io.dolake.sql.parse.Statement} records.
 */
package io.dolake.sql.parse;
