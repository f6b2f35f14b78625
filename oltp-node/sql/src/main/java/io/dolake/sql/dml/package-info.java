/** INSERT, UPDATE, DELETE: rows are converted, checked against constraints and written. */
package io.dolake.sql.dml;
