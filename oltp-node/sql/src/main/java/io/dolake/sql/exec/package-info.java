/** Physical operators: pull-based iterators over rows, and what an execution works with. */
package io.dolake.sql.exec;
