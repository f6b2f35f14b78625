package io.dolake.cdc.reader;

import com.google.protobuf.ByteString;
import io.dolake.cdc.TableSchemas;
import io.dolake.cdc.client.NodeClients;
import io.dolake.common.catalog.CatalogCodec;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.proto.feed.GetTableVersionRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Schema versions of this reader's splits; others are asked from the node. */
final class KnownSchemas implements TableSchemas {
  private record TableKey(int shard, int tableId) {}

  private final NodeClients clients;
  private final Map<TableKey, TreeMap<Integer, TableDef>> versions = new HashMap<>();

  KnownSchemas(NodeClients clients) {
    this.clients = clients;
  }

  /** Remembers a version and gives it decoded. */
  TableDef add(int shard, byte[] table) {
    TableDef def = CatalogCodec.decodeTable(table);
    versions
        .computeIfAbsent(new TableKey(shard, def.id().value()), k -> new TreeMap<>())
        .put(def.schemaVersion(), def);
    return def;
  }

  @Override
  public TableDef version(int shard, int tableId, int schemaVersion) {
    TreeMap<Integer, TableDef> known = versions.get(new TableKey(shard, tableId));
    TableDef version = known == null ? null : known.get(schemaVersion);
    return version != null ? version : add(shard, fetch(shard, tableId, schemaVersion));
  }

  /** A version as the node tells it; throws SCHEMA_VERSION_UNKNOWN when it does not know it. */
  byte[] fetch(int shard, int tableId, int schemaVersion) {
    ByteString table =
        clients
            .ofShard(shard)
            .call(
                stub ->
                    stub.getTableVersion(
                        GetTableVersionRequest.newBuilder()
                            .setShard(shard)
                            .setTableId(tableId)
                            .setSchemaVersion(schemaVersion)
                            .build()))
            .getTable();
    return table.toByteArray();
  }

  @Override
  public TableDef newest(int shard, int tableId) {
    TreeMap<Integer, TableDef> known = versions.get(new TableKey(shard, tableId));
    return known == null ? null : known.lastEntry().getValue();
  }
}
