/** Plans shared by all sessions, and the lifting of literals that lets statements share them. */
package io.dolake.sql.cache;
