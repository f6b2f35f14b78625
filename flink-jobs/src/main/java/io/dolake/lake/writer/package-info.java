/**
 * From events to data files: buffering up to a consistent cut, folding the changes of a key into
 * one, the index of where each row lies, and the Parquet files.
 */
package io.dolake.lake.writer;
