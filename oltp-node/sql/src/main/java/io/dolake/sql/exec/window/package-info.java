/** Window functions: frames, ranking and value functions over sorted partitions. */
package io.dolake.sql.exec.window;
