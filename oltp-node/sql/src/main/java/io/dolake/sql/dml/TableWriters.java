package io.dolake.sql.dml;

import io.dolake.common.TableId;
import io.dolake.common.catalog.TableDef;
import io.dolake.sql.statement.Planning;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writers of the tables that one statement writes, cascading actions included. Thread-safe. */
public final class TableWriters {
  private final Planning planning;
  private final Map<TableId, TableWriter> writers = new ConcurrentHashMap<>();

  public TableWriters(Planning planning) {
    this.planning = planning.withoutText();
  }

  public TableWriter of(TableDef table) {
    TableWriter writer = writers.get(table.id());
    if (writer == null) {
      TableWriter created = new TableWriter(planning, table, this);
      writer = writers.putIfAbsent(table.id(), created);
      return writer == null ? created : writer;
    }
    return writer;
  }
}
