/** What a table of the database looks like in the lake: names, types, partitioning. */
package io.dolake.lake.schema;
