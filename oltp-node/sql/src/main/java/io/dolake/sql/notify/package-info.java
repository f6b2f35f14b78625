/** LISTEN and NOTIFY: what sessions tell each other when they commit. */
package io.dolake.sql.notify;
