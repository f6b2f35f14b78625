package io.dolake.cli.up;

import io.dolake.cli.lake.Lake;
import io.dolake.cli.lake.LakeSqlEngine;
import io.dolake.server.DoSqlNode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeConfigLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The node's part of the configuration: keys {@code node.*}, the node's own without that prefix.
 */
final class NodePart {
  private NodePart() {}

  static NodeConfig of(StackConfig config) {
    List<String> flags = new ArrayList<>();
    flags.add("--data.directory=" + config.dataDirectory().resolve("node"));
    config.part("node.").forEach((key, value) -> flags.add("--" + key + "=" + value));
    return NodeConfigLoader.load(flags, System.getenv());
  }

  /** Starts a node whose sessions can query the lake as well. */
  static DoSqlNode start(NodeConfig config, Supplier<Lake> lake) {
    return new DoSqlNode(config, (engine, store) -> new LakeSqlEngine(engine, store, lake)).start();
  }
}
