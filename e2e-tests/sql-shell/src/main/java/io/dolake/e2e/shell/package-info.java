/** How a test talks to a SQL engine in another process. */
package io.dolake.e2e.shell;
