package io.dolake.cdc.client;

import io.dolake.cdc.ConnectionConfig;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.common.proto.feed.ShardState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Connections to all nodes, and which shard is where. Thread-safe. */
public final class NodeClients implements AutoCloseable {
  /** A shard as its node tells it. */
  public record LocatedShard(NodeClient node, ShardState state) {}

  private final List<NodeClient> nodes;
  private final Map<Integer, NodeClient> byShard = new ConcurrentHashMap<>();

  public NodeClients(ConnectionConfig config) {
    List<NodeClient> clients = new ArrayList<>();
    try {
      for (String endpoint : config.endpoints()) {
        clients.add(new NodeClient(endpoint, config));
      }
    } catch (RuntimeException e) {
      clients.forEach(NodeClient::close);
      throw e;
    }
    this.nodes = List.copyOf(clients);
  }

  /** Asks every node for its shards, by shard number. Fails when a node cannot be reached. */
  public Map<Integer, LocatedShard> discover() {
    Map<Integer, LocatedShard> shards = new LinkedHashMap<>();
    for (NodeClient node : nodes) {
      for (ShardState state : node.describe().getShardsList()) {
        LocatedShard other = shards.put(state.getShard(), new LocatedShard(node, state));
        if (other != null) {
          throw new DoLakeException(
              ErrorCode.CONFIGURATION_INVALID,
              "shard "
                  + state.getShard()
                  + " is on two nodes: "
                  + other.node().endpoint()
                  + " and "
                  + node.endpoint(),
              "Name each node once, and give each shard its own number.");
        }
        byShard.put(state.getShard(), node);
      }
    }
    return shards;
  }

  /**
   * The node of a shard. With a single node that is always it, so that a reader needs no further
   * call; the node itself refuses shards that are not its own.
   */
  public NodeClient ofShard(int shard) {
    if (nodes.size() == 1) {
      return nodes.get(0);
    }
    NodeClient known = byShard.get(shard);
    if (known == null) {
      discover();
      known = byShard.get(shard);
    }
    if (known == null) {
      throw new DoLakeException(
          ErrorCode.UNDEFINED_OBJECT,
          "no node has shard " + shard,
          "Add the node's endpoint to the source.");
    }
    return known;
  }

  @Override
  public void close() {
    nodes.forEach(NodeClient::close);
  }
}
