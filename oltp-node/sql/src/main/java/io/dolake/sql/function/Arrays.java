package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.type.ColumnType;
import io.dolake.common.type.TypeKind;
import io.dolake.sql.types.Cast;
import io.dolake.sql.types.NumericText;
import io.dolake.sql.types.TextForm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Arrays as text. Values of array types are JSON, {@code [1,2]}; PostgreSQL's {@code {1,2}} is read
 * as well. An array has one dimension: an array in an array is FEATURE_NOT_SUPPORTED.
 */
public final class Arrays {
  private static final Pattern VECTOR = Pattern.compile("\\d+(?: \\d+)*");

  private Arrays() {}

  /**
   * The elements of an array whose type is not known: values of JSON elements, or texts (null for
   * NULL). The catalog's vectors, {@code 1 3 2}, are arrays of numbers; any other text is its only
   * element.
   */
  public static List<Object> elements(String text) {
    String array = text.strip();
    if (array.startsWith("[")) {
      List<Object> values = new ArrayList<>();
      for (Json element : Json.parse(array).elements()) {
        values.add(element.toValue());
      }
      return values;
    }
    if (array.startsWith("{") && array.endsWith("}")) {
      return postgres(array.substring(1, array.length() - 1));
    }
    return isVector(array) ? vector(array) : List.of(text);
  }

  private static List<Object> vector(String text) {
    List<Object> numbers = new ArrayList<>();
    for (String number : text.split(" ")) {
      numbers.add(NumericText.parseWhole(number));
    }
    return numbers;
  }

  /** Whether a text is one of the catalog's vectors, which count from 0. */
  static boolean isVector(String text) {
    return VECTOR.matcher(text).matches();
  }

  /**
   * The elements as values of a kind; INVALID_TEXT_REPRESENTATION if the text is no array or an
   * element is none of that kind.
   */
  public static List<Object> elements(String text, TypeKind kind) {
    String array = text.strip();
    List<Object> values = new ArrayList<>();
    if (array.startsWith("[")) {
      for (Json element : Json.parse(array).elements()) {
        values.add(element(element, kind));
      }
      return values;
    }
    if (!array.startsWith("{") || !array.endsWith("}")) {
      throw new DoLakeException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "malformed array: \"" + text + "\"",
          "Write {1,2} or [1,2].");
    }
    for (Object element : postgres(array.substring(1, array.length() - 1))) {
      values.add(convert(element, kind));
    }
    return values;
  }

  private static Object element(Json element, TypeKind kind) {
    return switch (element.kind()) {
      case NULL -> null;
      case TEXT -> kind == TypeKind.JSON ? element.toString() : convert(element.toValue(), kind);
      case ARRAY, OBJECT -> {
        if (kind != TypeKind.JSON && kind != TypeKind.ANY) {
          throw nested();
        }
        yield element.toString();
      }
      default -> kind == TypeKind.ANY ? element.toValue() : convert(element.toString(), kind);
    };
  }

  private static Object convert(Object element, TypeKind kind) {
    if (element == null) {
      return null;
    }
    return switch (kind) {
      case INTEGER, REAL -> number(element, kind);
      case DECIMAL -> decimal(element);
      case BLOB -> bytes(element);
      case ANY -> element;
      default -> Cast.to(new ColumnType(kind, 0, 0), element);
    };
  }

  private static Object number(Object element, TypeKind kind) {
    Object number = element;
    if (element instanceof String text) {
      boolean special = kind == TypeKind.REAL && text.matches("(?i)\\s*(nan|[+-]?inf(inity)?)\\s*");
      number = special ? (Object) specialReal(text.strip()) : NumericText.parseWhole(text);
    }
    if (number instanceof Boolean flag) {
      number = flag ? 1L : 0L;
    }
    if (number instanceof Number value && kind == TypeKind.REAL) {
      return value.doubleValue();
    }
    if (number instanceof Double real && real == Math.rint(real) && Math.abs(real) < 0x1p63) {
      return (long) (double) real;
    }
    if (number instanceof BigDecimal decimal && decimal.stripTrailingZeros().scale() <= 0) {
      return decimal.longValue();
    }
    if (!(number instanceof Long)) {
      throw invalid(kind == TypeKind.REAL ? "double precision" : "bigint", element);
    }
    return number;
  }

  private static Double specialReal(String text) {
    if (text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private static BigDecimal decimal(Object element) {
    try {
      return element instanceof BigDecimal exact
          ? exact
          : new BigDecimal(TextForm.of(element).strip());
    } catch (NumberFormatException notOne) {
      throw invalid("numeric", element);
    }
  }

  private static Object bytes(Object element) {
    if (!(element instanceof String text) || !text.startsWith("\\x")) {
      return Cast.to(ColumnType.BLOB, element);
    }
    try {
      return HexFormat.of().parseHex(text, 2, text.length());
    } catch (IllegalArgumentException notHex) {
      throw invalid("bytea", element);
    }
  }

  private static DoLakeException invalid(String type, Object element) {
    return new DoLakeException(
        ErrorCode.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type " + type + ": \"" + TextForm.of(element) + "\"");
  }

  private static DoLakeException nested() {
    return new DoLakeException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "arrays of arrays are not supported",
        "Use JSON for nested data.");
  }

  /** An array's value from one of the type, or from a text of either form; null stays null. */
  public static String cast(ColumnType array, Object value) {
    return value == null
        ? null
        : of(array.elementKind(), elements(TextForm.of(value), array.elementKind()));
  }

  /** The value of an array of these elements. */
  public static String of(TypeKind kind, List<Object> elements) {
    StringBuilder text = new StringBuilder("[");
    for (Object element : elements) {
      text.append(text.length() > 1 ? "," : "");
      append(text, kind, convert(element, kind));
    }
    return text.append(']').toString();
  }

  /** Appends a value of the kind, as it stands in an array. */
  public static void append(StringBuilder text, TypeKind kind, Object element) {
    boolean number = !(element instanceof Double real) || Double.isFinite(real);
    if (element instanceof byte[] bytes) {
      Json.quote(text, "\\x" + HexFormat.of().formatHex(bytes));
    } else {
      Json.append(text, number ? element : element.toString(), kind == TypeKind.JSON);
    }
  }

  /** PostgreSQL's text of an array, {@code {1,2}}; null stays null. */
  public static String toPostgres(TypeKind kind, String array) {
    if (array == null) {
      return null;
    }
    StringBuilder text = new StringBuilder("{");
    for (Object element : elements(array, kind)) {
      text.append(text.length() > 1 ? "," : "");
      if (element == null) {
        text.append("NULL");
      } else if (element instanceof Boolean flag) {
        text.append(flag ? 't' : 'f');
      } else if (element instanceof byte[] bytes) {
        text.append("\"\\\\x").append(HexFormat.of().formatHex(bytes)).append('"');
      } else {
        quote(text, TextForm.of(element));
      }
    }
    return text.append('}').toString();
  }

  private static void quote(StringBuilder out, String element) {
    boolean plain = !element.isEmpty() && !element.equalsIgnoreCase("NULL");
    for (int i = 0; plain && i < element.length(); i++) {
      char c = element.charAt(i);
      plain = c > ' ' && "{}\",\\".indexOf(c) < 0 && !Character.isWhitespace(c);
    }
    if (plain) {
      out.append(element);
      return;
    }
    out.append('"');
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  private static List<Object> postgres(String inner) {
    List<Object> values = new ArrayList<>();
    if (inner.isBlank()) {
      return values;
    }
    StringBuilder element = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\\' && i + 1 < inner.length()) {
        element.append(inner.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        wasQuoted = true;
      } else if (c == ',' && !quoted) {
        values.add(element(element, wasQuoted));
        element.setLength(0);
        wasQuoted = false;
      } else if (c == '{' && !quoted) {
        throw nested();
      } else {
        element.append(c);
      }
    }
    values.add(element(element, wasQuoted));
    return values;
  }

  private static Object element(StringBuilder text, boolean quoted) {
    String value = quoted ? text.toString() : text.toString().strip();
    return !quoted && value.equalsIgnoreCase("NULL") ? null : value;
  }
}
