package io.dolake.common.check;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;

/** Sends requests that a proxy took in to the server they were meant for. Thread-safe. */
final class HttpForwarder {
  /** Headers of one connection, or that the JDK's client sets by itself. */
  private static final Set<String> HOP_HEADERS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          ":status");

  private static final String CONTENT_LENGTH = "content-length";

  private final URI target;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpForwarder(URI target) {
    this.target = target;
  }

  /** The same request to the server behind the proxy. */
  HttpRequest request(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> builder.header(name, value));
              }
            });
    return builder.build();
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Gives the server's answer to the proxy's client. */
  static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
    answer(exchange, response, response.body().length);
  }

  /**
   * Likewise, but only the first bytes of the body: with fewer than announced the connection ends
   * in the middle of the answer.
   */
  static void answer(HttpExchange exchange, HttpResponse<byte[]> response, int bytes)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!HOP_HEADERS.contains(name)) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
              }
            });
    byte[] body = response.body();
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      // It tells the length of the body that is not sent.
      response
          .headers()
          .firstValue(CONTENT_LENGTH)
          .ifPresent(length -> exchange.getResponseHeaders().set(CONTENT_LENGTH, length));
    }
    boolean empty = body.length == 0 || head;
    exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body, 0, bytes);
    }
  }
}
