/** Values in memory: comparison, affinity, casts, arithmetic and text forms, as SQLite has them. */
package io.dolake.sql.types;
