/** The changes as they travel from the source to the writers, and how they are partitioned. */
package io.dolake.lake.event;
