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

/** A real store whose change feed can be taken away and given back under the same address. */
final class ShardUnderTest implements AutoCloseable {
  private static final int BIND_ATTEMPTS = 200;
  private static final long BIND_PAUSE_MILLIS = 20;

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
    startFeed();
    this.config = config.with(NodeOptions.FEED_PORT, feed.port());
  }

  private void startFeed() {
    feed = FeedServer.start(config, store, "main", new SimpleMeterRegistry());
  }

  /**
   * Readers that try to connect meanwhile may get the very port as their own local one, so that it
   * is taken for a moment.
   */
  void restartFeed() throws InterruptedException {
    feed.close();
    for (int attempt = 0; ; attempt++) {
      try {
        startFeed();
        return;
      } catch (DoLakeException e) {
        if (e.code() != ErrorCode.PORT_IN_USE || attempt >= BIND_ATTEMPTS) {
          throw e;
        }
        Thread.sleep(BIND_PAUSE_MILLIS);
      }
    }
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
