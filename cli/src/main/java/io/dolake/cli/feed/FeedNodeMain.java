package io.dolake.cli.feed;

import io.dolake.server.config.NodeConfig;
import io.dolake.server.feed.FeedServer;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.StoreConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process behind {@link FeedNodeProcess}: opens a store in the directory it is given, serves
 * its change feed, and does what it is told line by line until its input ends. Each line gets one
 * answer of {@link #ANSWER} and numbers.
 */
public final class FeedNodeMain {
  static final String ANSWER = "feed-node";

  private final ShardStore store;
  private final UpdatedTable table;

  private FeedNodeMain(ShardStore store) {
    this.store = store;
    this.table = UpdatedTable.create(store);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    try (ShardStore store =
            ShardStores.open(directory.resolve("shard"), StoreConfig.builder().build());
        FeedServer feed =
            FeedServer.start(
                NodeConfig.embedded(directory), store, "main", new SimpleMeterRegistry());
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      FeedNodeMain node = new FeedNodeMain(store);
      answer(feed.port());
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        node.obey(line.split(" "));
      }
    }
  }

  private void obey(String[] words) throws InterruptedException {
    switch (words[0]) {
      case "load" -> {
        table.load(Long.parseLong(words[1]));
        answer();
      }
      case "update" -> {
        table.updateAll(Long.parseLong(words[1]));
        answer();
      }
      case "commit" ->
          answer(
              table.commitUpdates(
                  Long.parseLong(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3])));
      case "last" -> answer(store.lastLsn().value());
      case "memory" -> answer(liveHeapBytes(), directBytes());
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    }
  }

  /** What is reachable: two collections, since the first may leave what only finalizers hold. */
  private static long liveHeapBytes() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static void answer(long... numbers) {
    StringBuilder line = new StringBuilder(ANSWER);
    for (long number : numbers) {
      line.append(' ').append(number);
    }
    System.out.println(line);
  }
}
