package io.dolake.sql.parse;

/**
 * The CREATE INDEX statement that an index keeps, after something that it names got another name.
 * What the user wrote stays as it is but for that name.
 */
public final class IndexText {
  private final String text;
  private final SqlToken index;
  private final SqlToken table;

  private IndexText(String text, SqlToken index, SqlToken table) {
    this.text = text;
    this.index = index;
    this.table = table;
  }

  /**
   * Finds the two names: the last ones before and after the first ON, behind their schemas.
   *
   * @param createSql a CREATE INDEX statement that was parsed before
   */
  public static IndexText of(String createSql) {
    SqlLexer lexer = new SqlLexer(createSql);
    SqlToken token = (SqlToken) lexer.getNextToken();
    SqlToken index = null;
    for (; !isOn(token); token = (SqlToken) lexer.getNextToken()) {
      index = token;
    }
    SqlToken table = null;
    for (; table == null; token = (SqlToken) lexer.getNextToken()) {
      if (token.kind == SqlLexer.EOF) {
        throw new IllegalArgumentException("not the text of an index: " + createSql);
      }
      table = Identifiers.isName(token) ? token : null;
    }
    if (token.kind == SqlLexer.DOT) {
      table = (SqlToken) lexer.getNextToken();
    }
    return new IndexText(createSql, index, table);
  }

  private static boolean isOn(SqlToken token) {
    return token.kind == SqlLexer.EOF
        || (!Identifiers.isName(token) && token.image.equalsIgnoreCase("on"));
  }

  /** With another name for the index. */
  public String withName(String name) {
    return replace(index, name);
  }

  /** With this name for the table, if it has another one. */
  public String withTable(String name) {
    return table.image.equalsIgnoreCase(name) ? text : replace(table, name);
  }

  /** With another name for a column of the table, in the key and the predicate. */
  public String withColumn(String oldName, String newName) {
    TextEdits edits = new TextEdits(text);
    SqlLexer lexer = new SqlLexer(text);
    SqlToken token = (SqlToken) lexer.getNextToken();
    while (token.kind != SqlLexer.EOF) {
      SqlToken next = (SqlToken) lexer.getNextToken();
      boolean isFunction = next.kind == SqlLexer.LPAREN;
      if (token.start() >= table.end()
          && Identifiers.isName(token)
          && !isFunction
          && token.image.equalsIgnoreCase(oldName)) {
        edits.replaceName(token.start(), Identifiers.quote(newName));
      }
      token = next;
    }
    return edits.apply();
  }

  private String replace(SqlToken name, String newName) {
    TextEdits edits = new TextEdits(text);
    edits.replaceName(name.start(), Identifiers.quote(newName));
    return edits.apply();
  }
}
