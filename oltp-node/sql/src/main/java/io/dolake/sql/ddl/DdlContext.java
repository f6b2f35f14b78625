package io.dolake.sql.ddl;

import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.dml.TableWriter;
import io.dolake.sql.dml.TableWriters;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.statement.Planning;
import io.dolake.storage.KeyRange;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardTransaction;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlNode;

/** What one run of a DDL statement works with. */
record DdlContext(Planning statement, ExecutionContext execution) {
  ShardTransaction transaction() {
    return execution.transaction();
  }

  Catalog catalog() {
    return execution.transaction().catalog();
  }

  /** Names and expressions against the catalog with the steps applied so far. */
  Planning planning() {
    return statement.withCatalog(catalog());
  }

  void apply(CatalogChange change) {
    execution.transaction().apply(change);
  }

  /** A writer of the table as it is now; making it checks all of its expressions. */
  TableWriter writer(TableDef table) {
    return new TableWriters(planning()).of(table);
  }

  /** Goes over all rows of a table. */
  void forEachRow(TableDef table, Consumer<Object[]> action) {
    try (RowCursor rows = transaction().scan(table.id(), KeyRange.ALL, ScanDirection.FORWARD)) {
      while (rows.next()) {
        execution.step();
        action.accept(rows.row().copyOfValues());
      }
    }
  }

  boolean isEmpty(TableDef table) {
    try (RowCursor rows = transaction().scan(table.id(), KeyRange.ALL, ScanDirection.FORWARD)) {
      return !rows.next();
    }
  }

  SqlException error(ErrorCode code, String message, SqlNode at) {
    return statement.error(code, message, at);
  }
}
