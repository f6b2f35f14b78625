package io.dolake.cli.lake;

import java.util.List;
import java.util.function.Function;

/** A statement and the places in it that name lake tables, see {@link LakeReferences}. */
record LakeStatement(String text, List<LakeReference> references) {
  LakeStatement {
    references = List.copyOf(references);
  }

  /** Finds the references; the list is empty for a statement that does not touch the lake. */
  static LakeStatement parse(String sql) {
    return new LakeStatement(
        sql,
        containsIgnoreCase(sql, LakeReferences.LAKE)
            ? new LakeReferences(SqlToken.scan(sql)).find()
            : List.of());
  }

  /** The statement with every reference replaced by the name that the function gives it. */
  String rewritten(Function<LakeReference, String> name) {
    StringBuilder result = new StringBuilder();
    int copied = 0;
    for (LakeReference reference : references) {
      result.append(text, copied, reference.start()).append(name.apply(reference));
      copied = reference.end();
    }
    return result.append(text, copied, text.length()).toString();
  }

  private static boolean containsIgnoreCase(String text, String lowerCaseWord) {
    for (int i = 0; i + lowerCaseWord.length() <= text.length(); i++) {
      if (text.regionMatches(true, i, lowerCaseWord, 0, lowerCaseWord.length())) {
        return true;
      }
    }
    return false;
  }
}
