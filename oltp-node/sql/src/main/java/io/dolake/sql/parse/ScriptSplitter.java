package io.dolake.sql.parse;

import java.util.ArrayList;
import java.util.List;

/** Cuts one script into its statements. */
final class ScriptSplitter {
  private final String script;
  private final SqlLexer lexer;
  private final List<String> statements = new ArrayList<>();

  /** Place of the statement under way; -1 between statements. */
  private int start = -1;

  private int end;
  private int words;

  /** Whether the statement began with CREATE [TEMP] and may turn out to make a trigger. */
  private boolean create;

  private boolean trigger;

  /** Inside a trigger: whether a semicolon, or a semicolon and END, came last. */
  private boolean afterSemicolon;

  private boolean afterEnd;

  ScriptSplitter(String script) {
    this.script = script;
    lexer = new SqlLexer(script);
  }

  List<String> split() {
    while (true) {
      SqlToken token = (SqlToken) lexer.getNextToken();
      if (token.kind == SqlLexer.EOF) {
        finish();
        return statements;
      }
      if (token.kind == SqlLexer.SEMICOLON) {
        semicolon(token);
      } else {
        add(token);
      }
    }
  }

  private void semicolon(SqlToken token) {
    if (trigger && !afterEnd) {
      afterSemicolon = true;
      end = token.end();
    } else {
      finish();
    }
  }

  private void add(SqlToken token) {
    if (start < 0) {
      start = token.start();
      words = 0;
      create = false;
      trigger = false;
    }
    end = token.end();
    String word = token.image;
    if (words == 0) {
      create = word.equalsIgnoreCase("CREATE");
    } else if (words <= 2 && create && word.equalsIgnoreCase("TRIGGER")) {
      trigger = true;
    }
    words++;
    afterEnd = afterSemicolon && word.equalsIgnoreCase("END");
    afterSemicolon = false;
  }

  private void finish() {
    if (start >= 0) {
      statements.add(script.substring(start, end));
      start = -1;
    }
    afterSemicolon = false;
    afterEnd = false;
  }
}
