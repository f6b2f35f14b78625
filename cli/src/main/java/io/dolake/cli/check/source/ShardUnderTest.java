package io.dolake.cli.check.source;

import io.dolake.common.ShardId;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import io.dolake.server.feed.FeedServer;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** A real store whose change feed can be taken away and given back under the same address. */
final class ShardUnderTest implements AutoCloseable {
  /**
   * Where the feed listens: below the ports that systems give to clients, or else a reader that
   * tries to connect while the feed is away could get the very port as its own.
   */
  private static final int FIRST_PORT = 15_500;

  private static final int PORTS = 14_500;
  private static final int MAX_TRIED_PORTS = 100;

  private final ShardStore store;
  private NodeConfig config;
  private FeedServer feed;

  ShardUnderTest(Path directory, int shard) {
    this.store =
        ShardStores.open(
            directory,
            StoreConfig.builder()
                .shardId(new ShardId(shard))
                .initialMapBytes(16 << 20)
                .segmentBytes(1 << 20)
                .build());
    this.config = NodeConfig.embedded(directory);
    listenSomewhere();
  }

  private void listenSomewhere() {
    for (int tried = 1; ; tried++) {
      int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
      config = config.with(NodeOptions.FEED_PORT, port);
      try {
        startFeed();
        return;
      } catch (DoLakeException e) {
        if (e.code() != ErrorCode.PORT_IN_USE || tried == MAX_TRIED_PORTS) {
          store.close();
          throw e;
        }
      }
    }
  }

  private void startFeed() {
    feed = FeedServer.start(config, store, "main", new SimpleMeterRegistry());
  }

  void restartFeed() {
    feed.close();
    startFeed();
  }

  ShardStore store() {
    return store;
  }

  String endpoint() {
    return "127.0.0.1:" + feed.port();
  }

  @Override
  public void close() {
    feed.close();
    store.close();
  }
}
