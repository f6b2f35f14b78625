package io.dolake.sql.cache;

import io.dolake.common.type.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces the literals of short statements by parameters without parsing them, so that clients
 * that send values in the text share plans as well. It only understands the plainest spellings;
 * anything else (comments, parameters, other kinds of literals) it leaves alone by giving up.
 *
 * <p>A lifted text is only used where it turns out to be a statement by primary key or an INSERT of
 * values: there a parameter of the literal's type means the same as the literal.
 */
public final class LiteralLifter {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_LITERALS = 64;
  private static final int MAX_DIGITS = 18;

  private final String sql;
  private final StringBuilder text;
  private final List<Object> values = new ArrayList<>(8);
  private final List<ColumnType> types = new ArrayList<>(8);
  private int position;

  private LiteralLifter(String sql) {
    this.sql = sql;
    text = new StringBuilder(sql.length() + 16);
  }

  /** The lifted statement, or null when there is nothing to lift or the text is not plain. */
  public static LiftedStatement lift(String sql) {
    if (sql.length() > MAX_LENGTH || !startsPlainly(sql)) {
      return null;
    }
    LiteralLifter lifter = new LiteralLifter(sql);
    return lifter.run() && !lifter.values.isEmpty()
        ? new LiftedStatement(lifter.text.toString(), lifter.values.toArray(), lifter.types)
        : null;
  }

  private static boolean startsPlainly(String sql) {
    if (sql.isEmpty()) {
      return false;
    }
    return switch (sql.charAt(0)) {
      case 's', 'S' -> sql.regionMatches(true, 0, "SELECT ", 0, 7);
      case 'u', 'U' -> sql.regionMatches(true, 0, "UPDATE ", 0, 7);
      case 'i', 'I' -> sql.regionMatches(true, 0, "INSERT ", 0, 7);
      case 'd', 'D' -> sql.regionMatches(true, 0, "DELETE ", 0, 7);
      default -> false;
    };
  }

  private boolean run() {
    while (position < sql.length()) {
      char c = sql.charAt(position);
      boolean understood = true;
      if (isNameStart(c)) {
        name();
      } else if (isDigit(c)) {
        understood = number();
      } else if (c == '\'') {
        understood = string();
      } else {
        understood = plainSymbol(c);
        text.append(c);
        position++;
      }
      if (!understood || values.size() > MAX_LITERALS) {
        return false;
      }
    }
    return true;
  }

  /** Symbols that neither begin a comment, a quoted name nor a parameter. */
  private boolean plainSymbol(char c) {
    return switch (c) {
      case ' ', '\n', '\t', '\r', '(', ')', ',', ';', '=', '<', '>', '*', '+', '.', '%', '|' ->
          true;
      case '-' -> at(position + 1) != '-' && at(position + 1) != '>';
      case '/' -> at(position + 1) != '*';
      default -> false;
    };
  }

  private void name() {
    int start = position;
    while (position < sql.length() && isNamePart(sql.charAt(position))) {
      position++;
    }
    text.append(sql, start, position);
  }

  private boolean number() {
    int start = position;
    while (isDigit(at(position))) {
      position++;
    }
    // Reals, which may be meant as exact decimals, exponents and hexadecimal digits are left to
    // the parser.
    if (isNamePart(at(position)) || at(position) == '.' || position - start > MAX_DIGITS) {
      return false;
    }
    add(Long.valueOf(Long.parseLong(sql, start, position, 10)), ColumnType.INTEGER);
    return true;
  }

  private boolean string() {
    // x'..', e'..' and the like have a meaning of their own.
    if (position > 0 && isNamePart(sql.charAt(position - 1))) {
      return false;
    }
    int close = sql.indexOf('\'', position + 1);
    if (close < 0 || at(close + 1) == '\'') {
      return false;
    }
    String value = sql.substring(position + 1, close);
    position = close + 1;
    add(value, ColumnType.TEXT);
    return true;
  }

  private void add(Object value, ColumnType type) {
    text.append('?');
    values.add(value);
    types.add(type);
  }

  private char at(int index) {
    return index < sql.length() ? sql.charAt(index) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }
}
