/** Temporary tables, views and triggers: a private store beside the shard's, one per session. */
package io.dolake.sql.temp;
