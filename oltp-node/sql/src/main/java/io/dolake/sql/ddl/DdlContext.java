package io.dolake.sql.ddl;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.SqlException;
import io.dolake.sql.dml.TableWriter;
import io.dolake.sql.dml.TableWriters;
import io.dolake.sql.exec.ExecutionContext;
import io.dolake.sql.statement.Planning;
import io.dolake.sql.temp.TempDatabase;
import io.dolake.storage.KeyRange;
import io.dolake.storage.RowCursor;
import io.dolake.storage.ScanDirection;
import io.dolake.storage.ShardTransaction;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlIdentifier;
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

  TableId newTableId(String schema) {
    return TempDatabase.newTableId(transaction(), schema);
  }

  IndexId newIndexId(TableId table) {
    return TempDatabase.newIndexId(transaction(), table);
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

  /** Schema that an object with this name is created in. */
  String schemaToCreateIn(SqlIdentifier name, boolean temporary) {
    boolean tempSchema = name.names.size() > 1 && TempDatabase.isTemporary(name.names.get(0));
    if (temporary && name.names.size() > 1 && !tempSchema) {
      throw error(
          ErrorCode.INVALID_DEFINITION, "temporary objects are created in schema temp", name);
    }
    if (temporary || tempSchema) {
      return TempDatabase.SCHEMA;
    }
    return planning().schemaToCreateIn(name);
  }

  SqlException error(ErrorCode code, String message, SqlNode at) {
    return statement.error(code, message, at);
  }
}
