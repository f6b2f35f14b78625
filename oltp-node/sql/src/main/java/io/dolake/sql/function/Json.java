package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.types.NumericText;
import io.dolake.sql.types.TextForm;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON value. Numbers keep the digits they were written with, objects the order of their keys and
 * duplicate ones.
 */
public final class Json {
  /** Kinds of values, by the names {@code json_type()} gives them. */
  public enum Kind {
    NULL,
    TRUE,
    FALSE,
    INTEGER,
    REAL,
    TEXT,
    ARRAY,
    OBJECT
  }

  private final Kind kind;
  private final String text;
  private final List<String> keys;
  private final List<Json> elements;

  private Json(Kind kind, String text, List<String> keys, List<Json> elements) {
    this.kind = kind;
    this.text = text;
    this.keys = keys;
    this.elements = elements;
  }

  static Json scalar(Kind kind, String text) {
    return new Json(kind, text, List.of(), List.of());
  }

  static Json array(List<Json> elements) {
    return new Json(Kind.ARRAY, null, List.of(), elements);
  }

  static Json object(List<String> keys, List<Json> elements) {
    return new Json(Kind.OBJECT, null, keys, elements);
  }

  /** Reads JSON or JSON5; INVALID_TEXT_REPRESENTATION ("malformed JSON") if the text is neither. */
  public static Json parse(String text) {
    return new Json5Parser(text).parse();
  }

  /** A value of SQL; text that is known to be JSON becomes what it says. */
  static Json of(Object value, boolean isJson) {
    if (value == null) {
      return scalar(Kind.NULL, null);
    }
    if (isJson) {
      return parse(TextForm.of(value));
    }
    if (value instanceof byte[]) {
      throw new DoLakeException(ErrorCode.INVALID_PARAMETER, "JSON cannot hold BLOB values");
    }
    if (value instanceof Long number) {
      return scalar(Kind.INTEGER, number.toString());
    }
    if (value instanceof Boolean flag) {
      return scalar(flag ? Kind.TRUE : Kind.FALSE, null);
    }
    if (value instanceof Double || value instanceof java.math.BigDecimal) {
      return scalar(Kind.REAL, TextForm.of(value));
    }
    return scalar(Kind.TEXT, TextForm.of(value));
  }

  Kind kind() {
    return kind;
  }

  String typeName() {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  List<String> keys() {
    return keys;
  }

  List<Json> elements() {
    return elements;
  }

  boolean isContainer() {
    return kind == Kind.ARRAY || kind == Kind.OBJECT;
  }

  /** The element with this key, or null. */
  Json get(String key) {
    int at = keys.indexOf(key);
    return at < 0 ? null : elements.get(at);
  }

  /** As text of SQL: a string without its quotes, NULL for JSON's null. */
  String toText() {
    return switch (kind) {
      case NULL -> null;
      case TEXT -> text;
      default -> toString();
    };
  }

  /** The value without the members of objects that are null, at any depth. */
  Json withoutNulls() {
    List<String> keptKeys = new ArrayList<>();
    List<Json> kept = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      if (kind == Kind.ARRAY || elements.get(i).kind != Kind.NULL) {
        kept.add(elements.get(i).withoutNulls());
        if (kind == Kind.OBJECT) {
          keptKeys.add(keys.get(i));
        }
      }
    }
    return isContainer() ? new Json(kind, text, keptKeys, kept) : this;
  }

  /** As a value of SQL; arrays and objects as their text. */
  Object toValue() {
    return switch (kind) {
      case NULL -> null;
      case TRUE -> 1L;
      case FALSE -> 0L;
      case INTEGER, REAL -> {
        Number number = NumericText.parseWhole(text);
        yield kind == Kind.REAL ? (Object) number.doubleValue() : number;
      }
      case TEXT -> text;
      default -> toString();
    };
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(out, null, 0);
    return out.toString();
  }

  /** With one element a line. */
  String toPrettyString(String indent) {
    StringBuilder out = new StringBuilder();
    write(out, indent, 0);
    return out.toString();
  }

  private void write(StringBuilder out, String indent, int depth) {
    switch (kind) {
      case NULL -> out.append("null");
      case TRUE -> out.append("true");
      case FALSE -> out.append("false");
      case INTEGER, REAL -> out.append(text);
      case TEXT -> quote(out, text);
      default -> writeContainer(out, indent, depth);
    }
  }

  private void writeContainer(StringBuilder out, String indent, int depth) {
    boolean isObject = kind == Kind.OBJECT;
    out.append(isObject ? '{' : '[');
    for (int i = 0; i < elements.size(); i++) {
      out.append(i == 0 ? "" : ",");
      newLine(out, indent, depth + 1);
      if (isObject) {
        quote(out, keys.get(i));
        out.append(indent == null ? ":" : ": ");
      }
      elements.get(i).write(out, indent, depth + 1);
    }
    if (!elements.isEmpty()) {
      newLine(out, indent, depth);
    }
    out.append(isObject ? '}' : ']');
  }

  private static void newLine(StringBuilder out, String indent, int depth) {
    if (indent != null) {
      out.append('\n').append(indent.repeat(depth));
    }
  }

  /** Appends a text as a JSON string. */
  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Appends a value of SQL. */
  public static void append(StringBuilder out, Object value, boolean isJson) {
    out.append(of(value, isJson));
  }

  /** PostgreSQL's {@code ||}: arrays joined, objects merged. */
  public static Object concat(Object a, Object b) {
    if (a == null || b == null) {
      return null;
    }
    Json left = parse(TextForm.of(a));
    Json right = parse(TextForm.of(b));
    if (left.kind == Kind.OBJECT && right.kind == Kind.OBJECT) {
      List<String> keys = new ArrayList<>(left.keys);
      List<Json> values = new ArrayList<>(left.elements);
      for (int i = 0; i < right.keys.size(); i++) {
        int at = keys.indexOf(right.keys.get(i));
        if (at >= 0) {
          values.set(at, right.elements.get(i));
        } else {
          keys.add(right.keys.get(i));
          values.add(right.elements.get(i));
        }
      }
      return object(keys, values).toString();
    }
    List<Json> all = new ArrayList<>(left.kind == Kind.ARRAY ? left.elements : List.of(left));
    all.addAll(right.kind == Kind.ARRAY ? right.elements : List.of(right));
    return array(all).toString();
  }
}
