package io.dolake.sql.ddl;

import io.dolake.common.catalog.Collation;
import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.SqlException;
import io.dolake.sql.parse.ColumnSpec;
import io.dolake.sql.statement.ExpressionContents;
import io.dolake.sql.statement.Planning;
import java.util.Locale;
import org.apache.calcite.sql.SqlIdentifier;

/** Makes column definitions of what was declared. */
final class ColumnBuilder {
  private ColumnBuilder() {}

  static ColumnDef column(
      Planning planning, ColumnSpec spec, int id, boolean inPrimaryKey, boolean keyAutoIncrement) {
    ColumnType type;
    try {
      type = spec.type.columnType();
    } catch (SqlException e) {
      throw new SqlException(
          e.code(), e.getMessage(), e.hint().orElse(null), planning.positionOf(spec.name));
    }
    boolean draws =
        spec.autoIncrement
            || spec.identity
            || spec.type.serial()
            || (keyAutoIncrement && inPrimaryKey);
    if (draws && type.kind() != TypeKind.INTEGER) {
      throw planning.error(
          ErrorCode.INVALID_DEFINITION,
          "AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY, not on \""
              + spec.name.getSimple()
              + "\"",
          spec.name);
    }
    rejectUnfitExpressions(planning, spec);
    return new ColumnDef(
        id,
        spec.name.getSimple(),
        type,
        spec.type.text(),
        !(spec.notNull || inPrimaryKey || spec.identity || spec.type.serial()),
        spec.defaultValue == null ? null : spec.defaultValue.text(),
        null,
        spec.generated == null ? null : spec.generated.text(),
        spec.generated != null,
        collation(planning, spec.collation),
        draws,
        false,
        "");
  }

  private static void rejectUnfitExpressions(Planning planning, ColumnSpec spec) {
    String problem = null;
    if (spec.generated != null && spec.defaultValue != null) {
      problem = "a generated column cannot have a default";
    } else if (spec.generated != null && ExpressionContents.hasQuery(spec.generated.node())) {
      problem = "subqueries are not allowed in generated columns";
    } else if (spec.generated != null && ExpressionContents.isRandom(spec.generated.node())) {
      problem = "a generated column must depend on its row only";
    } else if (spec.defaultValue != null && ExpressionContents.hasQuery(spec.defaultValue.node())) {
      problem = "subqueries are not allowed in defaults";
    }
    if (problem != null) {
      throw planning.error(
          ErrorCode.INVALID_DEFINITION, problem + ": \"" + spec.name.getSimple() + "\"", spec.name);
    }
  }

  static Collation collation(Planning planning, SqlIdentifier name) {
    if (name == null) {
      return Collation.BINARY;
    }
    return switch (Planning.last(name).toUpperCase(Locale.ROOT)) {
      case "BINARY", "DEFAULT", "C", "POSIX", "UCS_BASIC" -> Collation.BINARY;
      case "NOCASE" -> Collation.NOCASE;
      case "RTRIM" -> Collation.RTRIM;
      default ->
          throw planning.error(
              ErrorCode.UNDEFINED_OBJECT,
              "no such collation sequence: " + Planning.last(name),
              name);
    };
  }

  /** The same column under another name, type, nullability or default. */
  static ColumnDef with(
      ColumnDef column, String name, ColumnType type, String declaredType, boolean nullable) {
    return new ColumnDef(
        column.id(),
        name,
        type,
        declaredType,
        nullable,
        column.defaultExpression(),
        column.initialDefault(),
        column.generatedExpression(),
        column.storedGenerated(),
        column.collation(),
        column.autoIncrement(),
        column.hidden(),
        column.comment());
  }

  /** The same column with other texts and value of its default. */
  static ColumnDef withExpressions(
      ColumnDef column, String defaultText, Object initialDefault, String generatedText) {
    return new ColumnDef(
        column.id(),
        column.name(),
        column.type(),
        column.declaredType(),
        column.nullable(),
        defaultText,
        initialDefault,
        generatedText,
        column.storedGenerated(),
        column.collation(),
        column.autoIncrement(),
        column.hidden(),
        column.comment());
  }

  static ColumnDef withAutoIncrement(ColumnDef column, boolean autoIncrement) {
    return new ColumnDef(
        column.id(),
        column.name(),
        column.type(),
        column.declaredType(),
        column.nullable(),
        column.defaultExpression(),
        column.initialDefault(),
        column.generatedExpression(),
        column.storedGenerated(),
        column.collation(),
        autoIncrement,
        column.hidden(),
        column.comment());
  }

  static ColumnDef withComment(ColumnDef column, String comment) {
    return new ColumnDef(
        column.id(),
        column.name(),
        column.type(),
        column.declaredType(),
        column.nullable(),
        column.defaultExpression(),
        column.initialDefault(),
        column.generatedExpression(),
        column.storedGenerated(),
        column.collation(),
        column.autoIncrement(),
        column.hidden(),
        comment);
  }

  /** Fails unless the value can be one of the column. */
  static DoLakeException notNull(String table, String column) {
    return new DoLakeException(
        ErrorCode.NOT_NULL_VIOLATION,
        "column \"" + column + "\" of table \"" + table + "\" contains NULL values",
        "Give the column a default, or fill it first.");
  }
}
