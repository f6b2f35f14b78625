package io.dolake.cli.check.source;

import io.dolake.common.ShardId;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.feed.FeedServer;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;

/** A real store whose change feed can be taken away and given back under the same address. */
final class ShardUnderTest implements AutoCloseable {
  private final Path directory;
  private final ShardStore store;
  private final UnreliableLink link;
  private FeedServer feed;

  ShardUnderTest(Path directory, int shard) throws IOException {
    this.directory = directory;
    this.store =
        ShardStores.open(
            directory,
            StoreConfig.builder()
                .shardId(new ShardId(shard))
                .initialMapBytes(16 << 20)
                .segmentBytes(1 << 20)
                .build());
    try {
      this.feed = startFeed();
      this.link = new UnreliableLink(feed.port());
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private FeedServer startFeed() {
    return FeedServer.start(
        NodeConfig.embedded(directory), store, "main", new SimpleMeterRegistry());
  }

  void restartFeed() {
    feed.close();
    feed = startFeed();
    link.leadTo(feed.port());
  }

  /** What is between the feed and its readers. */
  UnreliableLink link() {
    return link;
  }

  ShardStore store() {
    return store;
  }

  @Override
  public void close() throws IOException {
    link.close();
    feed.close();
    store.close();
  }
}
