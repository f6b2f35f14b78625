/** Sessions: transactions, settings, prepared statements and their execution. */
package io.dolake.sql.session;
