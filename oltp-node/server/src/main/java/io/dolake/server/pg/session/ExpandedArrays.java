package io.dolake.server.pg.session;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts queries that pgjdbc's metadata asks with {@code information_schema._pg_expandarray}, a
 * function that returns rows of a composite type, into plain terms: a join with the positions of
 * the array, and subscripts.
 */
final class ExpandedArrays {
  private static final String FUNCTION = "_pg_expandarray";
  private static final Pattern POSITION =
      Pattern.compile("\\(information_schema\\._pg_expandarray\\((\\w+)\\.(\\w+)\\)\\)\\.n\\b");
  private static final Pattern ELEMENT =
      Pattern.compile("information_schema\\._pg_expandarray\\((\\w+)\\.indkey\\)");
  private static final Pattern ARRAY_ELEMENT =
      Pattern.compile("information_schema\\._pg_expandarray\\((\\w+\\.conkey)\\)");
  private static final Pattern ELEMENT_VALUE =
      Pattern.compile("\\((\\w+\\.keys)\\)\\.x\\b", Pattern.CASE_INSENSITIVE);

  /** Where an index's columns come from, if not from a join with its table. */
  private static final String INDEXES = "FROM pg_catalog.pg_index i";

  private static final String POSITIONS_OF_INDEX =
      " CROSS JOIN LATERAL generate_series(1, i.indnatts) dl_position(n)";

  /** Where other queries' arrays come from: the first of these that it reads is joined. */
  private static final List<String> SOURCES =
      List.of("FROM pg_catalog.pg_constraint con", "FROM pg_catalog.pg_class ct");

  private static final String POSITIONS =
      "FROM pg_catalog.generate_series(1, 32) dl_position(n) CROSS JOIN";

  private ExpandedArrays() {}

  static String rewrite(String sql) {
    if (!sql.contains(FUNCTION)) {
      return sql;
    }
    boolean keyColumnsOnly = !ELEMENT_VALUE.matcher(sql).find();
    String text = POSITION.matcher(sql).replaceAll("dl_position.n");
    // An int2vector counts from 0, an array from 1.
    text = ELEMENT.matcher(text).replaceAll("$1.indkey[dl_position.n - 1]");
    text = ARRAY_ELEMENT.matcher(text).replaceAll("$1[dl_position.n]");
    text = ELEMENT_VALUE.matcher(text).replaceAll("$1");
    if (text.contains(INDEXES)) {
      return text.replace(INDEXES, INDEXES + POSITIONS_OF_INDEX);
    }
    for (String source : SOURCES) {
      if (text.contains(source)) {
        text = text.replace(source, POSITIONS + source.substring("FROM".length()));
        break;
      }
    }
    return keyColumnsOnly
        ? text.replace(" WHERE true ", " WHERE dl_position.n <= i.indnatts ")
        : text;
  }
}
