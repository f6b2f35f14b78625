/** {@code bin/dolake bench sql}: what a statement costs inside the process. */
package io.dolake.sql.bench;
