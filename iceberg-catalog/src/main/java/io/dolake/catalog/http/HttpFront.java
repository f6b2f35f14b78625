package io.dolake.catalog.http;

import io.dolake.catalog.auth.Authenticator;
import io.dolake.catalog.commit.Mutations;
import io.dolake.catalog.store.CatalogStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP side of the server: a Jetty with bounded threads and one dispatcher. */
public final class HttpFront implements AutoCloseable {
  /** Bounds the requests that wait for a thread: a connection has one at a time. */
  private static final int MAX_CONNECTIONS = 4_096;

  private static final int MIN_THREADS = 8;
  private static final long STOP_MILLIS = 10_000;
  private static final long SHUTDOWN_IDLE_MILLIS = 20;

  private final Server server;
  private final ServerConnector connector;
  private final boolean secure;

  /**
   * @param streams handlers tried before the routes, for answers that do not end
   */
  public HttpFront(
      HttpConfig config,
      List<Route> routes,
      List<Handler> streams,
      Authenticator authenticator,
      CatalogStore store,
      Mutations mutations,
      AnswerReplay replay,
      MeterRegistry registry) {
    QueuedThreadPool threads =
        new QueuedThreadPool(config.threads(), Math.min(MIN_THREADS, config.threads()));
    threads.setName("catalog-http");
    this.server = new Server(threads);
    server.setStopTimeout(STOP_MILLIS);
    server.setErrorHandler(new ProtocolErrors());
    this.secure = config.tls() != null;
    this.connector = new ServerConnector(server, 1, 1, protocols(config));
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setIdleTimeout(config.idleTimeout().toMillis());
    // Clients keep idle connections open; only running requests are worth waiting for.
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
    server.addConnector(connector);
    connector.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
    Dispatcher dispatcher =
        new Dispatcher(
            new Router(routes),
            authenticator,
            new IdempotencyGuard(store, mutations, replay, config.requestWait()),
            new RequestMetrics(registry),
            config.maxRequestBytes());
    Handler.Sequence handlers = new Handler.Sequence();
    streams.forEach(handlers::addHandler);
    handlers.addHandler(dispatcher);
    server.setHandler(handlers);
  }

  private static ConnectionFactory[] protocols(HttpConfig config) {
    HttpConnectionFactory http = new HttpConnectionFactory(http(config));
    if (config.tls() == null) {
      return new ConnectionFactory[] {http};
    }
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(config.tls().keyStore().toAbsolutePath().toString());
    tls.setKeyStoreType("PKCS12");
    tls.setKeyStorePassword(config.tls().password());
    return AbstractConnectionFactory.getFactories(tls, http);
  }

  private static HttpConfiguration http(HttpConfig config) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(config.maxHeaderBytes());
    // Names may contain encoded slashes, percent signs and control characters. The dispatcher works
    // on the encoded path and no file is ever served by path, so none of this is ambiguous here.
    http.setUriCompliance(UriCompliance.UNSAFE);
    return http;
  }

  /**
   * Starts to accept requests.
   *
   * @throws UncheckedIOException if the address or the certificate cannot be used
   */
  public void start() {
    try {
      server.start();
    } catch (IOException | GeneralSecurityException e) {
      String address = connector.getHost() + ":" + connector.getPort();
      throw new UncheckedIOException(
          "Cannot listen on " + address + ": " + e,
          e instanceof IOException io ? io : new IOException(e));
    } catch (Exception e) {
      throw new IllegalStateException("Cannot start the HTTP server", e);
    }
  }

  /** Where the server can be reached, once it is started. */
  public URI uri() {
    String host = connector.getHost().contains(":") ? "[%s]" : "%s";
    return URI.create(
        (secure ? "https://" : "http://")
            + host.formatted(connector.getHost())
            + ":"
            + connector.getLocalPort());
  }

  /** Stops accepting, lets running requests finish within bounds. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The HTTP server did not stop cleanly", e);
    }
  }
}
