package io.dolake.lake.writer;

import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.lake.schema.TableLayout;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The tables a writer knows. */
final class WriterTables {
  private final TableLayout layout;
  private final Map<Integer, WriterTable> tables = new TreeMap<>();

  WriterTables(TableLayout layout) {
    this.layout = layout;
  }

  boolean contains(int tableId) {
    return tables.containsKey(tableId);
  }

  /** Adds a version of a new or known table; false if it was known. */
  boolean add(TableDef version) {
    WriterTable known = tables.get(version.id().value());
    if (known != null) {
      return known.add(version);
    }
    restore(version, layout.location(version));
    return true;
  }

  /** Adds a version of a table whose files lie at a known place. */
  WriterTable restore(TableDef version, String location) {
    WriterTable known = tables.get(version.id().value());
    if (known == null) {
      known = new WriterTable(version, layout, location);
      tables.put(known.tableId(), known);
    } else {
      known.add(version);
    }
    return known;
  }

  /** A table, or null if it is not known (any more). */
  WriterTable find(int tableId) {
    return tables.get(tableId);
  }

  WriterTable get(int tableId) {
    WriterTable table = tables.get(tableId);
    if (table == null) {
      throw new DoLakeException(
          ErrorCode.SCHEMA_VERSION_UNKNOWN,
          "a change of table " + tableId + " came before the table's definition");
    }
    return table;
  }

  void remove(int tableId) {
    tables.remove(tableId);
  }

  Collection<WriterTable> all() {
    return tables.values();
  }
}
