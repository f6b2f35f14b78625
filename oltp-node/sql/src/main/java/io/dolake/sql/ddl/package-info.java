/** CREATE, ALTER, DROP, TRUNCATE and COMMENT: statements that change the catalog. */
package io.dolake.sql.ddl;
