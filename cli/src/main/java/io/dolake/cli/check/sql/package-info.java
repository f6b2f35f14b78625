/** Conformance runs of the SQL engine: SQLite's logic tests, random statements, TPC-H. */
package io.dolake.cli.check.sql;
