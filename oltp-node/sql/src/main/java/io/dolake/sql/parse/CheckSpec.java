package io.dolake.sql.parse;

import org.apache.calcite.sql.SqlIdentifier;

/** A CHECK constraint; its name is null where none was given. */
public record CheckSpec(SqlIdentifier name, SqlText expression) {}
