/** Deletion vectors: one per data file, merged before every checkpoint. */
package io.dolake.lake.dv;
