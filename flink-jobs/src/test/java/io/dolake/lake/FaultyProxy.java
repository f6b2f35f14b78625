package io.dolake.lake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between the committer and the catalog and spoils requests when told to. */
final class FaultyProxy implements AutoCloseable {
  /** What becomes of the next commit request. */
  enum Fault {
    NONE,
    /** Refused, not applied. */
    UNAVAILABLE,
    /** Applied, but the answer is an error of a gateway. */
    ANSWER_LOST,
    /** Answered with an error at once, applied a while later. */
    APPLIED_LATE
  }

  private static final Set<String> HOP_HEADERS =
      Set.of(
          "connection", "content-length", "host", "transfer-encoding", "upgrade", "http2-settings");

  private final URI target;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService workers = Executors.newFixedThreadPool(8);
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);

  FaultyProxy(URI target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  void failNextCommit(Fault fault) {
    next.set(fault);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean commit = exchange.getRequestURI().getPath().endsWith("/transactions/commit");
      Fault fault = commit ? next.getAndSet(Fault.NONE) : Fault.NONE;
      switch (fault) {
        case NONE -> answer(exchange, forward(exchange, body));
        case UNAVAILABLE -> exchange.sendResponseHeaders(502, -1);
        case ANSWER_LOST -> {
          forward(exchange, body);
          exchange.sendResponseHeaders(504, -1);
        }
        case APPLIED_LATE -> {
          HttpRequest request = request(exchange, body);
          later.schedule(() -> applyLate(request), 300, TimeUnit.MILLISECONDS);
          exchange.sendResponseHeaders(504, -1);
        }
      }
    }
  }

  private void applyLate(HttpRequest request) {
    try {
      client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("late request failed", e);
    }
  }

  private HttpRequest request(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> builder.header(name, value));
              }
            });
    return builder.build();
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
    try {
      return client.send(request(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!name.startsWith(":") && !HOP_HEADERS.contains(name)) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
              }
            });
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    later.shutdownNow();
    workers.shutdownNow();
  }
}
