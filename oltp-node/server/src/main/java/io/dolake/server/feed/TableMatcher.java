package io.dolake.server.feed;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.proto.feed.TableFilter;
import io.dolake.common.proto.feed.TablePattern;
import java.util.List;
import java.util.regex.Pattern;

/** A table filter of the protocol: names in which a star stands for any characters. */
final class TableMatcher {
  private record NamePatterns(Pattern schema, Pattern table) {}

  private final List<NamePatterns> patterns;

  private TableMatcher(List<NamePatterns> patterns) {
    this.patterns = patterns;
  }

  static TableMatcher of(TableFilter filter) {
    return new TableMatcher(
        filter.getPatternsList().stream()
            .map((TablePattern p) -> new NamePatterns(glob(p.getSchema()), glob(p.getTable())))
            .toList());
  }

  private static Pattern glob(String text) {
    StringBuilder regex = new StringBuilder();
    for (String literal : text.split("\\*", -1)) {
      if (regex.length() > 0) {
        regex.append(".*");
      }
      regex.append(Pattern.quote(literal));
    }
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  boolean matches(TableDef table) {
    if (patterns.isEmpty()) {
      return true;
    }
    for (NamePatterns pattern : patterns) {
      if (pattern.schema.matcher(table.schema()).matches()
          && pattern.table.matcher(table.name()).matches()) {
        return true;
      }
    }
    return false;
  }
}
