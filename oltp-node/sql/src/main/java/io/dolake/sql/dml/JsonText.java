package io.dolake.sql.dml;

/** Says whether a text is one JSON value (RFC 8259). */
final class JsonText {
  private static final int MAX_NESTING = 1000;

  private final String text;
  private int position;

  private JsonText(String text) {
    this.text = text;
  }

  static boolean isValid(String text) {
    JsonText json = new JsonText(text);
    json.blanks();
    if (!json.value(0)) {
      return false;
    }
    json.blanks();
    return json.position == text.length();
  }

  private boolean value(int nesting) {
    if (nesting > MAX_NESTING || position >= text.length()) {
      return false;
    }
    return switch (text.charAt(position)) {
      case '{' -> members(nesting, '}', true);
      case '[' -> members(nesting, ']', false);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean members(int nesting, char close, boolean named) {
    position++;
    blanks();
    if (take(close)) {
      return true;
    }
    while (true) {
      blanks();
      if (named && !(string() && colon())) {
        return false;
      }
      blanks();
      if (!value(nesting + 1)) {
        return false;
      }
      blanks();
      if (take(close)) {
        return true;
      }
      if (!take(',')) {
        return false;
      }
    }
  }

  private boolean colon() {
    blanks();
    return take(':');
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == '"') {
        return true;
      }
      if (c < ' ' || (c == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (position >= text.length()) {
      return false;
    }
    char c = text.charAt(position++);
    if (c != 'u') {
      return "\"\\/bfnrt".indexOf(c) >= 0;
    }
    for (int i = 0; i < 4; i++) {
      if (position >= text.length() || Character.digit(text.charAt(position++), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean number() {
    take('-');
    boolean zero = take('0');
    if (!zero && digits() == 0) {
      return false;
    }
    if (take('.') && digits() == 0) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return digits() > 0;
    }
    return true;
  }

  private int digits() {
    int start = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    return position - start;
  }

  private boolean word(String word) {
    boolean matches = text.startsWith(word, position);
    position += matches ? word.length() : 0;
    return matches;
  }

  private boolean take(char c) {
    boolean matches = position < text.length() && text.charAt(position) == c;
    position += matches ? 1 : 0;
    return matches;
  }

  private void blanks() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }
}
