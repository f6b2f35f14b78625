package io.dolake.sql.plan;

import io.dolake.common.catalog.ViewDef;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/** Parses a view's CREATE VIEW statement. */
@FunctionalInterface
public interface ViewParser {
  /**
   * @param columnNames names of the view's columns where it was declared with some, else empty
   */
  record ParsedView(SqlNode query, List<String> columnNames) {
    public ParsedView {
      columnNames = List.copyOf(columnNames);
    }
  }

  ParsedView parse(ViewDef view);
}
