package io.dolake.server.pg;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import io.dolake.server.pg.auth.UserStore;
import io.dolake.server.pg.session.SessionServices;
import io.dolake.server.pg.session.SlowQueryLog;
import io.dolake.server.pg.session.TransactionPlans;
import io.dolake.sql.SqlEngine;
import io.dolake.storage.ShardStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL front: listens, and serves each connection with a session of the engine.
 *
 * <p>Threads: {@code dolake-pg-io-N} serve many connections each and never wait; they run short
 * statements themselves. {@code dolake-pg-worker-N} run the others. {@code dolake-pg-sweeper} looks
 * for connections that idle inside a transaction.
 */
public final class PgServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PgServer.class);

  private static final long SWEEP_MILLIS = 500;
  private static final long SHUTDOWN_SECONDS = 10;
  private static final int BACKLOG = 1024;

  /** Bytes waiting for a client from which its connection is not served, and is again. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(256 << 10, 1 << 20);

  private final NodeConfig config;
  private final SqlEngine engine;
  private final PgMetrics metrics;
  private final UserStore users;
  private final SessionServices services;
  private final SslContext tls;
  private final Instant startTime = Instant.now();
  private final ConnectionRegistry registry;
  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService sweeper;
  private final Queue<Runnable> leftToClose = new ConcurrentLinkedQueue<>();
  private final Transport transport = Transport.best();
  private final NetworkThreads network;
  private Channel listener;

  /** With its listener null unless configured. */
  private SocketFile socketFile;

  private Channel localListener;

  private PgServer(
      NodeConfig config, ShardStore store, SqlEngine engine, MeterRegistry meterRegistry) {
    this.config = config;
    this.engine = engine;
    this.tls = TlsContexts.of(config);
    this.metrics = new PgMetrics(meterRegistry);
    this.users = new UserStore(store);
    this.services =
        new SessionServices(
            metrics,
            new SlowQueryLog(config.get(NodeOptions.SLOW_QUERY_THRESHOLD)),
            users,
            new TransactionPlans());
    this.registry = new ConnectionRegistry(config.get(NodeOptions.PG_MAX_CONNECTIONS));
    this.workers = newWorkers(config.get(NodeOptions.PG_WORKER_THREADS));
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "dolake-pg-sweeper"));
    this.network = NetworkThreads.start(config.get(NodeOptions.PG_EVENT_LOOPS), transport);
    metrics.watch(registry::size, workers::getActiveCount, () -> workers.getQueue().size());
  }

  /**
   * Starts listening on the configured host and port, and on a Unix-domain socket if one is
   * configured.
   *
   * @throws DoLakeException PORT_IN_USE, or CONFIGURATION_INVALID for unusable certificates or an
   *     unusable place for the socket
   */
  public static PgServer start(
      NodeConfig config, ShardStore store, SqlEngine engine, MeterRegistry meterRegistry) {
    PgServer server = new PgServer(config, store, engine, meterRegistry);
    try {
      server.listen();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void listen() {
    InetSocketAddress address =
        new InetSocketAddress(config.get(NodeOptions.HOST), config.get(NodeOptions.PG_PORT));
    listener =
        bind(
            bootstrap(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true),
            address,
            "Set pg.port to a free port, or 0.");
    config
        .get(NodeOptions.PG_SOCKET_DIRECTORY)
        .ifPresent(
            directory -> {
              socketFile = SocketFile.claim(directory, port());
              localListener =
                  bind(
                      bootstrap(transport.localServerChannel()),
                      transport.localAddress().apply(socketFile.path()),
                      "Set pg.socket-directory to a directory that the server may write to.");
            });
    sweeper.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private ServerBootstrap bootstrap(Class<? extends ServerChannel> channel) {
    return new ServerBootstrap()
        .group(network.group())
        .channel(channel)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel accepted) {
                accepted.pipeline().addLast("startup", new StartupHandler(PgServer.this));
              }
            });
  }

  private static Channel bind(ServerBootstrap bootstrap, SocketAddress address, String hint) {
    try {
      return bootstrap.bind(address).syncUninterruptibly().channel();
    } catch (Exception e) { // Netty throws the checked BindException unannounced
      throw new DoLakeException(
          ErrorCode.PORT_IN_USE,
          "cannot listen for PostgreSQL clients on " + address + ": " + e.getMessage(),
          hint,
          e);
    }
  }

  private static ThreadPoolExecutor newWorkers(int threads) {
    AtomicInteger number = new AtomicInteger();
    // Bounded by the number of connections: each has at most one step under way.
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            60,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "dolake-pg-worker-" + number.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void sweep() {
    long limit = config.get(NodeOptions.IDLE_TRANSACTION_TIMEOUT).toNanos();
    if (limit == 0) {
      return;
    }
    long now = System.nanoTime();
    for (PgConnection connection : registry.connections()) {
      long since = connection.idleInTransactionSinceNanos();
      if (since != 0 && now - since > limit) {
        LOG.info("connection closed reason=idle-in-transaction-timeout");
        connection.terminate(
            new DoLakeException(
                ErrorCode.IDLE_TRANSACTION_TIMEOUT,
                "terminating connection due to idle-in-transaction timeout"));
      }
    }
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  NodeConfig config() {
    return config;
  }

  SqlEngine engine() {
    return engine;
  }

  PgMetrics metrics() {
    return metrics;
  }

  UserStore users() {
    return users;
  }

  SessionServices services() {
    return services;
  }

  Instant startTime() {
    return startTime;
  }

  ConnectionRegistry registry() {
    return registry;
  }

  ThreadPoolExecutor workers() {
    return workers;
  }

  /** Null when the server has no certificate. */
  SslContext tls() {
    return tls;
  }

  int maxMessageBytes() {
    return Math.toIntExact(config.get(NodeOptions.PG_MAX_MESSAGE_SIZE));
  }

  /** Has something closed by {@link #close}, when the workers do not take it any more. */
  void closeOnShutdown(Runnable closing) {
    leftToClose.add(closing);
  }

  /** Ends every connection: statements are cancelled, transactions rolled back. Idempotent. */
  @Override
  public void close() {
    sweeper.shutdownNow();
    if (listener != null) {
      listener.close().syncUninterruptibly();
    }
    if (localListener != null) {
      localListener.close().syncUninterruptibly();
      socketFile.close();
    }
    DoLakeException reason =
        new DoLakeException(
            ErrorCode.SHUTTING_DOWN, "terminating connection because the server shuts down");
    registry.connections().forEach(connection -> connection.terminate(reason));
    network.close();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("statements still run after {} s of shutdown", SHUTDOWN_SECONDS);
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Runnable closing = leftToClose.poll(); closing != null; closing = leftToClose.poll()) {
      closing.run();
    }
  }
}
