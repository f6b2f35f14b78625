package io.dolake.sql.parse;

import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.SqlException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A type as the user wrote it, and the column type it stands for.
 *
 * <p>Names of SQL types and of PostgreSQL's are known; any other name gets a type by SQLite's
 * affinity rules: with INT in it INTEGER; CHAR, CLOB or TEXT: TEXT; BLOB: BLOB; REAL, FLOA or DOUB:
 * REAL; else ANY. No type at all is ANY.
 *
 * @param text one space between words, as written otherwise; empty for none
 */
public record DeclaredType(String text) {
  public static final DeclaredType NONE = new DeclaredType("");

  /** What DECIMAL and NUMERIC without precision mean. */
  private static final ColumnType DEFAULT_DECIMAL = ColumnType.decimal(38, 10);

  private static final Pattern SHAPE =
      Pattern.compile("([^(\\[]*)(?:\\(([^)]*)\\))?([^\\[]*)((?:\\[\\d*\\])*)");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private static final Map<String, ColumnType> KNOWN =
      Map.ofEntries(
          Map.entry("", ColumnType.ANY),
          Map.entry("ANY", ColumnType.ANY),
          Map.entry("BOOLEAN", ColumnType.BOOLEAN),
          Map.entry("BOOL", ColumnType.BOOLEAN),
          Map.entry("SERIAL", ColumnType.INTEGER),
          Map.entry("BIGSERIAL", ColumnType.INTEGER),
          Map.entry("SMALLSERIAL", ColumnType.INTEGER),
          Map.entry("SERIAL4", ColumnType.INTEGER),
          Map.entry("SERIAL8", ColumnType.INTEGER),
          Map.entry("OID", ColumnType.INTEGER),
          Map.entry("DECIMAL", DEFAULT_DECIMAL),
          Map.entry("DEC", DEFAULT_DECIMAL),
          Map.entry("NUMERIC", DEFAULT_DECIMAL),
          Map.entry("NUMBER", DEFAULT_DECIMAL),
          Map.entry("STRING", ColumnType.TEXT),
          Map.entry("NAME", ColumnType.TEXT),
          Map.entry("BYTEA", ColumnType.BLOB),
          Map.entry("BINARY", ColumnType.BLOB),
          Map.entry("VARBINARY", ColumnType.BLOB),
          Map.entry("DATE", ColumnType.DATE),
          Map.entry("TIME", ColumnType.TIME),
          Map.entry("TIME WITHOUT TIME ZONE", ColumnType.TIME),
          Map.entry("TIMESTAMP", ColumnType.TIMESTAMP),
          Map.entry("TIMESTAMP WITHOUT TIME ZONE", ColumnType.TIMESTAMP),
          Map.entry("DATETIME", ColumnType.TIMESTAMP),
          Map.entry("TIMESTAMPTZ", ColumnType.TIMESTAMPTZ),
          Map.entry("TIMESTAMP WITH TIME ZONE", ColumnType.TIMESTAMPTZ),
          Map.entry("UUID", ColumnType.UUID),
          Map.entry("JSON", ColumnType.JSON),
          Map.entry("JSONB", ColumnType.JSON));

  /** Trims and puts one space between words. */
  public static DeclaredType of(String text) {
    return new DeclaredType(SPACES.matcher(text.strip()).replaceAll(" "));
  }

  /** Whether the name asks for numbers to be drawn: SERIAL and its sizes. */
  public boolean serial() {
    String name = baseName();
    return name.endsWith("SERIAL") || name.equals("SERIAL4") || name.equals("SERIAL8");
  }

  /** The column type; INVALID_DEFINITION for a precision or scale out of range. */
  public ColumnType columnType() {
    Matcher matcher = shape();
    ColumnType base = byName(baseName());
    if (!matcher.group(4).isEmpty()) {
      return ColumnType.arrayOf(base.kind());
    }
    if (matcher.group(2) == null) {
      return base;
    }
    String[] arguments = matcher.group(2).split(",");
    return switch (base.kind()) {
      case DECIMAL -> decimal(arguments);
      case TEXT, BLOB -> new ColumnType(base.kind(), argument(arguments[0]), 0);
      default -> base;
    };
  }

  private ColumnType decimal(String[] arguments) {
    int precision = argument(arguments[0]);
    int scale = arguments.length > 1 ? argument(arguments[1]) : 0;
    if (precision < 1
        || precision > ColumnType.MAX_DECIMAL_PRECISION
        || scale < 0
        || scale > precision) {
      throw new SqlException(
          ErrorCode.INVALID_DEFINITION,
          text + " is out of range: precision is 1 to 38, scale 0 to the precision",
          null,
          0);
    }
    return ColumnType.decimal(precision, scale);
  }

  private int argument(String argument) {
    try {
      int value = Integer.parseInt(argument.strip());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, like a negative one.
    }
    throw new SqlException(
        ErrorCode.INVALID_DEFINITION,
        "\"" + argument.strip() + "\" is no length in " + text,
        null,
        0);
  }

  private static ColumnType byName(String name) {
    ColumnType known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    if (name.contains("INT")) {
      return ColumnType.INTEGER;
    }
    if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
      return ColumnType.TEXT;
    }
    if (name.contains("BLOB")) {
      return ColumnType.BLOB;
    }
    if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
      return ColumnType.REAL;
    }
    return new ColumnType(TypeKind.ANY, 0, 0);
  }

  /** Name in upper case without schema, quotes, arguments and array brackets. */
  public String baseName() {
    Matcher matcher = shape();
    String name = (matcher.group(1).strip() + " " + matcher.group(3).strip()).strip();
    name = name.replace("\"", "").toUpperCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot >= 0 ? name.substring(dot + 1).strip() : name;
  }

  private Matcher shape() {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new SqlException(
          ErrorCode.SYNTAX_ERROR, "\"" + text + "\" is not the name of a type", null, 0);
    }
    return matcher;
  }

  /** Calcite's form for CAST: the text as a user-defined type name. */
  public SqlDataTypeSpec toSpec(SqlParserPos position) {
    return new SqlDataTypeSpec(
        new SqlUserDefinedTypeNameSpec(new SqlIdentifier(text, position), position), position);
  }
}
