package io.dolake.server.pg.session;

import java.util.regex.Pattern;

/**
 * Leaves out what psql's {@code \d} asks about the parents of a partition's triggers, with a set
 * function WITH ORDINALITY: there are no triggers here, so there is nothing to be found.
 */
final class TriggerParents {
  private static final String MARK = "WITH ORDINALITY";
  private static final Pattern PARENT =
      Pattern.compile("CASE WHEN t\\.tgparentid != 0 THEN.*?END AS parent", Pattern.DOTALL);

  private TriggerParents() {}

  static String rewrite(String sql) {
    return sql.contains(MARK) ? PARENT.matcher(sql).replaceFirst("NULL AS parent") : sql;
  }
}
