package io.dolake.sql.parse;

import org.apache.calcite.sql.SqlIdentifier;

/** One step of ALTER TABLE. */
public sealed interface AlterAction {
  record RenameTable(SqlIdentifier newName) implements AlterAction {}

  record RenameColumn(SqlIdentifier column, SqlIdentifier newName) implements AlterAction {}

  record RenameConstraint(SqlIdentifier constraint, SqlIdentifier newName) implements AlterAction {}

  /** The body holds one column, and the constraints declared with it. */
  record AddColumn(boolean ifNotExists, TableBody body) implements AlterAction {}

  record AddConstraints(TableBody body) implements AlterAction {}

  record DropColumn(boolean ifExists, SqlIdentifier column) implements AlterAction {}

  record DropConstraint(boolean ifExists, SqlIdentifier constraint) implements AlterAction {}

  /** The expression that makes the new value of a row is null when the old one converts. */
  record SetType(SqlIdentifier column, DeclaredType type, SqlText using) implements AlterAction {}

  record SetNotNull(SqlIdentifier column, boolean notNull) implements AlterAction {}

  /** Whether the column draws a number when none is given. */
  record SetIdentity(SqlIdentifier column, boolean identity) implements AlterAction {}

  /** A null value drops the default. */
  record SetDefault(SqlIdentifier column, SqlText value) implements AlterAction {}
}
