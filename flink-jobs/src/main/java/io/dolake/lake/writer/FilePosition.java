package io.dolake.lake.writer;

/**
 * Where a row lies.
 *
 * @param fileId data file, see {@link io.dolake.lake.file.FileIds}
 * @param row position in the file, from 0
 */
record FilePosition(long fileId, int row) {}
