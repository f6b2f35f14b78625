package io.dolake.sql.parse;

import java.util.Map;
import java.util.TreeMap;

/** Replacements of parts of a text, at places of the text as it is before. */
public final class TextEdits {
  private final String text;
  private final TreeMap<Integer, Edit> edits = new TreeMap<>();

  private record Edit(int end, String replacement) {}

  public TextEdits(String text) {
    this.text = text;
  }

  /** Replaces the characters {@code [start, end)}; parts that are replaced do not overlap. */
  public void replace(int start, int end, String replacement) {
    edits.put(start, new Edit(end, replacement));
  }

  /** Replaces the name that begins there. */
  public void replaceName(int start, String replacement) {
    replace(start, endOfName(start), replacement);
  }

  /** The name that begins there, as it is written. */
  public String nameAt(int start) {
    return text.substring(start, endOfName(start));
  }

  private int endOfName(int start) {
    return start + ((SqlToken) new SqlLexer(text.substring(start)).getNextToken()).end();
  }

  /** The text with all replacements. */
  public String apply() {
    StringBuilder edited = new StringBuilder();
    int copied = 0;
    for (Map.Entry<Integer, Edit> edit : edits.entrySet()) {
      edited.append(text, copied, edit.getKey()).append(edit.getValue().replacement());
      copied = edit.getValue().end();
    }
    return edited.append(text, copied, text.length()).toString();
  }
}
