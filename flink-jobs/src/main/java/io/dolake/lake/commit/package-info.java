/**
 * From a checkpoint to one atomic commit of all touched tables: what is to be committed, how it
 * becomes Iceberg metadata, and how its outcome is found out.
 */
package io.dolake.lake.commit;
