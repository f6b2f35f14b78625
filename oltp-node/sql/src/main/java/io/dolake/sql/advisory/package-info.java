/** Advisory locks: locks on numbers that mean something to applications only. */
package io.dolake.sql.advisory;
