package io.dolake.sql.plan.rel;

/** A column to sort by. */
public record SortKey(int column, boolean descending, boolean nullsFirst) {}
