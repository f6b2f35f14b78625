package io.dolake.sql.parse;

import io.dolake.sql.parse.impl.Token;

/** A token that knows its place in the text: {@code [start, end)} in characters. */
public final class SqlToken extends Token {
  private final int start;
  private final int end;

  SqlToken(int kind, String image, int start, int end, int line, int column) {
    super(kind, image);
    this.start = start;
    this.end = end;
    beginLine = line;
    beginColumn = column;
    endLine = line;
    endColumn = column + Math.max(1, end - start) - 1;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }
}
