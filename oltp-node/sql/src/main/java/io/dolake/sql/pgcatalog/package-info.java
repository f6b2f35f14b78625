/**
 * {@code pg_catalog} and {@code information_schema}: the catalog as PostgreSQL's tools want to see
 * it. Rows are made once for each version of the catalog and found by hash.
 */
package io.dolake.sql.pgcatalog;
