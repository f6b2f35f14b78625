package io.dolake.common.change;

/** A step of a committed transaction: a row's change or a DDL step, in the order they were made. */
public sealed interface Change permits RowChange, SchemaChange {}
