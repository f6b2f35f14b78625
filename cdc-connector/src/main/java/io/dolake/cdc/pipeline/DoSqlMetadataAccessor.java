package io.dolake.cdc.pipeline;

import io.dolake.cdc.ConnectionConfig;
import io.dolake.cdc.client.DatabaseTables;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.util.List;
import org.apache.flink.cdc.common.event.TableId;
import org.apache.flink.cdc.common.schema.Schema;
import org.apache.flink.cdc.common.source.MetadataAccessor;

/** What the database has, asked from its nodes at each call. It has schemas, but no namespaces. */
final class DoSqlMetadataAccessor implements MetadataAccessor {
  private final ConnectionConfig connection;

  DoSqlMetadataAccessor(ConnectionConfig connection) {
    this.connection = connection;
  }

  @Override
  public List<String> listNamespaces() {
    return List.of();
  }

  @Override
  public List<String> listSchemas(String namespace) {
    return DatabaseTables.list(connection).stream().map(TableDef::schema).distinct().toList();
  }

  @Override
  public List<TableId> listTables(String namespace, String schemaName) {
    return DatabaseTables.list(connection).stream()
        .filter(table -> schemaName == null || table.schema().equalsIgnoreCase(schemaName))
        .map(CdcTypes::tableId)
        .toList();
  }

  @Override
  public Schema getTableSchema(TableId tableId) {
    return DatabaseTables.find(connection, tableId.getSchemaName(), tableId.getTableName())
        .map(CdcTypes::schema)
        .orElseThrow(
            () ->
                new DoLakeException(
                    ErrorCode.UNDEFINED_TABLE, "table " + tableId + " does not exist"));
  }
}
