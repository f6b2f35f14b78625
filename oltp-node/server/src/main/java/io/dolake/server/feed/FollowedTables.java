package io.dolake.server.feed;

import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.TableDef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables a stream sends: those named by id, those whose name matches now, and those that get a
 * matching name while the stream reads. A table once followed stays so under any name. Sequences
 * are no tables. Belongs to the stream's thread.
 */
final class FollowedTables {
  private final TableMatcher matcher;
  private final Set<TableId> followed = new HashSet<>();

  FollowedTables(TableMatcher matcher, List<Integer> tableIds, Catalog catalog) {
    this.matcher = matcher;
    for (int id : tableIds) {
      followed.add(new TableId(id));
    }
    for (TableDef table : catalog.tables()) {
      observe(table);
    }
  }

  boolean contains(TableId table) {
    return followed.contains(table);
  }

  /** A table as created or altered; tells whether it is followed. */
  boolean observe(TableDef table) {
    if (!table.isSequence() && matcher.matches(table)) {
      followed.add(table.id());
    }
    return followed.contains(table.id());
  }
}
