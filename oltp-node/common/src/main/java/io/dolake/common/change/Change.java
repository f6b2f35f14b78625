package io.dolake.common.change;

/**
 * A step of a committed transaction: DDL steps in the order they were made, then the net change of
 * each row by table and key.
 */
public sealed interface Change permits RowChange, SchemaChange {}
