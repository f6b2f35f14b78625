/** PRAGMA, the {@code pragma_...} table functions and {@code sqlite_master}. */
package io.dolake.sql.pragma;
