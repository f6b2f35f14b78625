package io.dolake.cdc.client;

import io.dolake.common.proto.feed.TableFilter;
import io.dolake.common.proto.feed.TablePattern;
import java.util.List;

/** The protocol's table filter from {@code schema.table} texts. */
public final class TableFilters {
  private TableFilters() {}

  public static TableFilter of(List<String> tables) {
    TableFilter.Builder filter = TableFilter.newBuilder();
    for (String table : tables) {
      int dot = table.indexOf('.');
      filter.addPatterns(
          TablePattern.newBuilder()
              .setSchema(table.substring(0, dot))
              .setTable(table.substring(dot + 1)));
    }
    return filter.build();
  }
}
