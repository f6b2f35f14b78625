package io.dolake.server;

import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import io.dolake.sql.SqlExpressionCompiler;
import io.dolake.storage.StoreConfig;

/** The store's part of a node's configuration. */
final class StoreConfigs {
  private StoreConfigs() {}

  static StoreConfig of(NodeConfig config) {
    return StoreConfig.builder()
        .durability(config.get(NodeOptions.DURABILITY))
        .rowCacheBytes(config.get(NodeOptions.ROW_CACHE))
        .expressionCompiler(new SqlExpressionCompiler())
        .build();
  }
}
