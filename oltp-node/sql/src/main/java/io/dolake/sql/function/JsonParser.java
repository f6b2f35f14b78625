package io.dolake.sql.function;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON (RFC 8259); {@link Json5Parser} reads more. */
class JsonParser {
  private static final int MAX_DEPTH = 1_000;

  final String text;

  /** Position of the next character. */
  int at;

  private int depth;

  JsonParser(String text) {
    this.text = text;
  }

  Json parse() {
    Json value = value();
    skipSpaces();
    if (at < text.length()) {
      throw malformed();
    }
    return value;
  }

  /** Position after the last character read, for error reports. */
  int position() {
    return at;
  }

  final DoLakeException malformed() {
    return new DoLakeException(
        ErrorCode.INVALID_TEXT_REPRESENTATION, "malformed JSON at character " + (at + 1));
  }

  void skipSpaces() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  final char peek() {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private Json value() {
    skipSpaces();
    char c = peek();
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> Json.scalar(Json.Kind.TEXT, string('"'));
      case 't' -> word("true", Json.Kind.TRUE);
      case 'f' -> word("false", Json.Kind.FALSE);
      case 'n' -> word("null", Json.Kind.NULL);
      default -> other(c);
    };
  }

  /** A value that begins with none of the characters above. */
  Json other(char first) {
    return number();
  }

  /** A key of an object. */
  String key() {
    if (peek() != '"') {
      throw malformed();
    }
    return string('"');
  }

  /** Whether an object or an array may end after a comma. */
  boolean allowsTrailingComma() {
    return false;
  }

  private Json word(String word, Json.Kind kind) {
    if (!text.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return Json.scalar(kind, null);
  }

  private void enter() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw malformed();
    }
  }

  private Json object() {
    enter();
    List<String> keys = new ArrayList<>();
    List<Json> values = new ArrayList<>();
    skipSpaces();
    if (peek() == '}') {
      at++;
      depth--;
      return Json.object(keys, values);
    }
    while (true) {
      skipSpaces();
      keys.add(key());
      skipSpaces();
      expect(':');
      values.add(value());
      if (ends('}')) {
        return Json.object(keys, values);
      }
    }
  }

  private Json array() {
    enter();
    List<Json> values = new ArrayList<>();
    skipSpaces();
    if (peek() == ']') {
      at++;
      depth--;
      return Json.array(values);
    }
    while (true) {
      values.add(value());
      if (ends(']')) {
        return Json.array(values);
      }
    }
  }

  /** Whether an object or array ends after an element; reads its end, or the comma before more. */
  private boolean ends(char end) {
    skipSpaces();
    if (peek() != end) {
      expect(',');
      if (!allowsTrailingComma()) {
        return false;
      }
      skipSpaces();
      if (peek() != end) {
        return false;
      }
    }
    at++;
    depth--;
    return true;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw malformed();
    }
    at++;
  }

  /** Whether a text may hold line ends and the like as they are. */
  boolean allowsControlCharacters() {
    return false;
  }

  final String string(char quote) {
    at++;
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = peek();
      at++;
      if (c == quote) {
        return out.toString();
      }
      if (c < 0x20 && !allowsControlCharacters()) {
        throw malformed();
      }
      if (c == '\\') {
        escape(out);
      } else {
        out.append(c);
      }
    }
  }

  /** Reads what follows a backslash. */
  void escape(StringBuilder out) {
    char c = peek();
    at++;
    out.append(
        switch (c) {
          case '"', '\\', '/' -> c;
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'u' -> hex(4);
          default -> throw malformed();
        });
  }

  /** The character that so many hexadecimal digits are the code of. */
  final char hex(int length) {
    if (at + length > text.length()) {
      throw malformed();
    }
    int code = 0;
    for (int i = 0; i < length; i++) {
      int digit = Character.digit(text.charAt(at++), 16);
      if (digit < 0) {
        throw malformed();
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Json number() {
    int start = at;
    boolean real = false;
    if (peek() == '-') {
      at++;
    }
    int first = at;
    digits();
    if (text.charAt(first) == '0' && at - first > 1) {
      throw malformed();
    }
    if (at < text.length() && text.charAt(at) == '.') {
      real = true;
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      real = true;
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits();
    }
    return Json.scalar(real ? Json.Kind.REAL : Json.Kind.INTEGER, text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }
}
