/** Parquet files straight from stored rows. */
package io.dolake.lake.parquet;
