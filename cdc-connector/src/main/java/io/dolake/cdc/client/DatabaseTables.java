package io.dolake.cdc.client;

import com.google.protobuf.ByteString;
import io.dolake.cdc.ConnectionConfig;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.proto.feed.ListTablesRequest;
import io.dolake.common.proto.feed.TableVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables of a database as its nodes tell them now. Each call opens and closes connections. */
public final class DatabaseTables {
  private DatabaseTables() {}

  /** Current versions of all tables, by schema and name; a table on many shards comes once. */
  public static List<TableDef> list(ConnectionConfig connection) {
    return list(connection, List.of());
  }

  public static Optional<TableDef> find(ConnectionConfig connection, String schema, String table) {
    if (schema.indexOf('*') >= 0 || table.indexOf('*') >= 0) {
      return Optional.empty();
    }
    return list(connection, List.of(schema + "." + table)).stream().findFirst();
  }

  private static List<TableDef> list(ConnectionConfig connection, List<String> patterns) {
    Map<String, TableDef> tables = new TreeMap<>();
    try (NodeClients clients = new NodeClients(connection)) {
      clients
          .discover()
          .forEach(
              (shard, located) -> {
                ListTablesRequest request =
                    ListTablesRequest.newBuilder()
                        .setShard(shard)
                        .setFilter(TableFilters.of(patterns))
                        .build();
                for (TableVersions versions :
                    located.node().call(stub -> stub.listTables(request)).getTablesList()) {
                  ByteString current = versions.getVersions(versions.getVersionsCount() - 1);
                  TableDef table = CatalogCodec.decodeTable(current.toByteArray());
                  tables.putIfAbsent(table.schema() + "." + table.name(), table);
                }
              });
    }
    return new ArrayList<>(tables.values());
  }
}
