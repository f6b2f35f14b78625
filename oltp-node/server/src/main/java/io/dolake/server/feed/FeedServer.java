package io.dolake.server.feed;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import io.dolake.server.pg.auth.UserStore;
import io.dolake.storage.ShardStore;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The change feed's listening end; owns its threads, not the store. */
public final class FeedServer implements AutoCloseable {
  private static final int MAX_QUEUED_CALLS = 1024;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);
  private static final int MAX_REQUEST_BYTES = 1 << 20;

  /**
   * A reader that goes away while messages are on their way to it is daily life, which the
   * transport would tell with a stack trace. Held because nobody else holds the logger.
   */
  private static final Logger TRANSPORT_LOG = Logger.getLogger("io.grpc.netty.NettyServerHandler");

  static {
    TRANSPORT_LOG.setLevel(Level.SEVERE);
  }

  private final Server server;
  private final StreamRegistry streams;
  private final ExecutorService callThreads;
  private final ScheduledExecutorService timer;

  private FeedServer(
      Server server,
      StreamRegistry streams,
      ExecutorService callThreads,
      ScheduledExecutorService timer) {
    this.server = server;
    this.streams = streams;
    this.callThreads = callThreads;
    this.timer = timer;
  }

  /**
   * Starts listening on the configured host and port.
   *
   * @throws DoLakeException PORT_IN_USE, CONFIGURATION_INVALID for unusable TLS files
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the timer ends with the server
  public static FeedServer start(
      NodeConfig config, ShardStore store, String database, MeterRegistry registry) {
    InstantSource clock = InstantSource.system();
    FeedMetrics metrics = new FeedMetrics(registry);
    SlotLeases leases = new SlotLeases(clock);
    StreamRegistry streams =
        new StreamRegistry(store, leases, metrics, config.get(NodeOptions.FEED_MAX_STREAMS));
    ExecutorService callThreads = callThreads(config.get(NodeOptions.FEED_WORKER_THREADS));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(threads("feed-timer"));
    InetSocketAddress address =
        new InetSocketAddress(config.get(NodeOptions.HOST), config.get(NodeOptions.FEED_PORT));
    try {
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(address)
              .executor(callThreads)
              .maxInboundMessageSize(MAX_REQUEST_BYTES)
              .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
              .permitKeepAliveTime(1, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .intercept(new AccessInterceptor(access(config, store)))
              .addService(new FeedService(store, database, leases, streams, metrics));
      useTls(builder, config);
      Server server = builder.build().start();
      Duration timeToLive = config.get(NodeOptions.FEED_TEMPORARY_SLOT_TTL);
      long period = Math.max(100, timeToLive.toMillis() / 4);
      timer.scheduleWithFixedDelay(
          new TemporarySlotReaper(store, leases, timeToLive, clock),
          period,
          period,
          TimeUnit.MILLISECONDS);
      return new FeedServer(server, streams, callThreads, timer);
    } catch (IOException e) {
      streams.close();
      callThreads.shutdownNow();
      timer.shutdownNow();
      throw new DoLakeException(
          ErrorCode.PORT_IN_USE,
          "cannot listen for change feed readers on " + address + ": " + e.getMessage(),
          "Set feed.port to a free port, or 0.",
          e);
    } catch (RuntimeException e) {
      streams.close();
      callThreads.shutdownNow();
      timer.shutdownNow();
      throw e;
    }
  }

  private static FeedAccess access(NodeConfig config, ShardStore store) {
    return new FeedAccess(
        config.get(NodeOptions.FEED_TOKEN),
        config.get(NodeOptions.FEED_JOB_TOKEN),
        new UserStore(store));
  }

  private static void useTls(NettyServerBuilder builder, NodeConfig config) {
    if (config.get(NodeOptions.TLS_CERTIFICATE).isEmpty()) {
      return;
    }
    try {
      builder.useTransportSecurity(
          config.get(NodeOptions.TLS_CERTIFICATE).get().toFile(),
          config.get(NodeOptions.TLS_KEY).orElseThrow().toFile());
    } catch (RuntimeException e) {
      throw new DoLakeException(
          ErrorCode.CONFIGURATION_INVALID,
          "tls.certificate and tls.key cannot be used: " + e.getMessage(),
          "Both must be PEM files, the key unencrypted PKCS #8.",
          e);
    }
  }

  private static ExecutorService callThreads(int count) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_QUEUED_CALLS),
            threads("feed-call"),
            // The transport's thread runs what does not fit, which slows it down as it should.
            new ThreadPoolExecutor.CallerRunsPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  public int port() {
    return server.getPort();
  }

  /** Ends all streams with SHUTTING_DOWN, lets calls finish for a moment, stops listening. */
  @Override
  public void close() {
    timer.shutdownNow();
    streams.close();
    server.shutdown();
    try {
      if (!server.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
        server.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    callThreads.shutdownNow();
  }
}
