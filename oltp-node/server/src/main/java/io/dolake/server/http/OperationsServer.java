package io.dolake.server.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code /health} (200 or 503 with a line of JSON) and {@code /metrics} (Prometheus text) over
 * HTTP, on one thread of its own.
 */
public final class OperationsServer implements AutoCloseable {
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService thread;

  private OperationsServer(HttpServer server, ExecutorService thread) {
    this.server = server;
    this.thread = thread;
  }

  /**
   * @param healthy whether the node serves clients
   */
  public static OperationsServer start(
      InetSocketAddress address, PrometheusMeterRegistry registry, Supplier<Boolean> healthy) {
    HttpServer server;
    try {
      server = HttpServer.create(address, 16);
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.PORT_IN_USE,
          "cannot listen for HTTP on " + address + ": " + e.getMessage(),
          "Set http.port to a free port, or 0.",
          e);
    }
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread created = new Thread(task, "dolake-http");
              created.setDaemon(true);
              return created;
            });
    server.setExecutor(thread);
    server.createContext(
        "/health",
        exchange -> {
          boolean up = healthy.get();
          respond(
              exchange, up ? 200 : 503, JSON, "{\"status\":\"" + (up ? "up" : "down") + "\"}\n");
        });
    server.createContext(
        "/metrics", exchange -> respond(exchange, 200, PROMETHEUS, registry.scrape()));
    server.start();
    return new OperationsServer(server, thread);
  }

  private static void respond(HttpExchange exchange, int status, String contentType, String text)
      throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", contentType);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
