package io.dolake.cli.lake;

/**
 * A place in a statement that names a lake table.
 *
 * @param table name of the table, as written
 * @param asOf when to read it
 * @param start first character of the reference in the statement
 * @param end character after its last, the AS OF clause included
 */
record LakeReference(String table, AsOf asOf, int start, int end) {}
