package io.dolake.cli.lake;

/**
 * A place in a statement that names a lake table.
 *
 * @param asOf when to read it
 * @param alias by which the statement's columns may name the table where the statement itself gives
 *     it no other name, else null
 * @param start first character of the reference in the statement
 * @param end character after its last, the AS OF clause included
 */
record LakeReference(LakeTableName table, AsOf asOf, String alias, int start, int end) {}
