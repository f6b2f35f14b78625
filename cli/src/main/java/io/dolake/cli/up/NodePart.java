package io.dolake.cli.up;

import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeConfigLoader;
import java.util.ArrayList;
import java.util.List;

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
}
