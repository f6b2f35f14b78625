/** What every kind of statement is planned with and run as. */
package io.dolake.sql.statement;
