package io.dolake.server;

import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import io.dolake.server.feed.FeedServer;
import io.dolake.server.http.OperationsServer;
import io.dolake.server.pg.PgServer;
import io.dolake.sql.ColumnNames;
import io.dolake.sql.SessionOptions;
import io.dolake.sql.SqlEngine;
import io.dolake.sql.SqlEngines;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database node in this process: the shard's store, the SQL engine on it, and its network
 * fronts. Parts start in the order of their dependencies and stop in reverse.
 *
 * <pre>
 * store -> SQL engine -> PostgreSQL front, change feed -> HTTP (/health, /metrics)
 * </pre>
 *
 * <p>{@link #start} and {@link #close} may be called by any thread, once and any number of times.
 */
public final class DoSqlNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DoSqlNode.class);

  private final NodeConfig config;
  private final EngineDecorator decorator;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private ShardStore store;
  private SqlEngine engine;
  private PgServer pgServer;
  private FeedServer feedServer;
  private OperationsServer operationsServer;
  private volatile boolean serving;

  /** What a process puts around the SQL engine, such as queries on the lake. */
  @FunctionalInterface
  public interface EngineDecorator {
    /** Gives the engine that sessions use; closing it closes the one it was given. */
    SqlEngine decorate(SqlEngine engine, ShardStore store);
  }

  /**
   * @throws io.dolake.common.error.DoLakeException CONFIGURATION_INVALID
   */
  public DoSqlNode(NodeConfig config) {
    this(config, (engine, store) -> engine);
  }

  /**
   * @throws io.dolake.common.error.DoLakeException CONFIGURATION_INVALID
   */
  public DoSqlNode(NodeConfig config, EngineDecorator decorator) {
    this.config = Objects.requireNonNull(config, "config").validated();
    this.decorator = Objects.requireNonNull(decorator, "decorator");
  }

  /**
   * Opens the store (recovering it if need be) and starts listening.
   *
   * @return this
   * @throws io.dolake.common.error.DoLakeException STORE_LOCKED, PORT_IN_USE and the store's other
   *     codes; everything that was started is stopped again
   */
  public synchronized DoSqlNode start() {
    if (store != null) {
      throw new IllegalStateException("a node starts once");
    }
    try {
      store =
          own(ShardStores.open(config.get(NodeOptions.DATA_DIRECTORY), StoreConfigs.of(config)));
      engine = own(decorator.decorate(SqlEngines.create(store, ColumnNames.AFTER_FUNCTION), store));
      EngineMetrics.register(registry, store, engine);
      pgServer = own(PgServer.start(config, store, engine, registry));
      feedServer =
          own(FeedServer.start(config, store, SessionOptions.DEFAULT.database(), registry));
      operationsServer =
          own(
              OperationsServer.start(
                  address(config.get(NodeOptions.HTTP_PORT)), registry, () -> serving));
    } catch (RuntimeException e) {
      closeStarted(e);
      throw e;
    }
    serving = true;
    LOG.info(
        "node started shard={} data={} host={} pgPort={} feedPort={} httpPort={}",
        store.shardId(),
        config.get(NodeOptions.DATA_DIRECTORY),
        config.get(NodeOptions.HOST),
        pgPort(),
        feedPort(),
        httpPort());
    return this;
  }

  private InetSocketAddress address(int port) {
    return new InetSocketAddress(config.get(NodeOptions.HOST), port);
  }

  private <T extends AutoCloseable> T own(T part) {
    started.push(part);
    return part;
  }

  public NodeConfig config() {
    return config;
  }

  public ShardStore store() {
    return store;
  }

  public SqlEngine engine() {
    return engine;
  }

  /** Where parts of this node register their metrics. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Port of the PostgreSQL protocol. */
  public int pgPort() {
    return pgServer.port();
  }

  /** Port of the change feed. */
  public int feedPort() {
    return feedServer.port();
  }

  /** Port of /health and /metrics. */
  public int httpPort() {
    return operationsServer.port();
  }

  /**
   * Stops taking connections, ends statements and transactions in flight, closes the store.
   * Idempotent.
   */
  @Override
  public synchronized void close() {
    if (started.isEmpty()) {
      return;
    }
    serving = false;
    closeStarted(null);
    LOG.info("node stopped data={}", config.get(NodeOptions.DATA_DIRECTORY));
  }

  private void closeStarted(RuntimeException failure) {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        if (failure != null) {
          failure.addSuppressed(e);
        } else {
          LOG.error("part of the node did not stop cleanly", e);
        }
      }
    }
    registry.close();
  }
}
