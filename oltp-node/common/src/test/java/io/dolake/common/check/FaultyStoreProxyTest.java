package io.dolake.common.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyStoreProxyTest {
  /** Larger than what a connection holds on its way. */
  private static final byte[] LARGE = new byte[8 << 20];

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer store;
  private FaultyStoreProxy proxy;

  /** A store of objects: PUT keeps one, GET and HEAD tell of it. */
  @BeforeEach
  void start() throws IOException {
    Arrays.fill(LARGE, (byte) 7);
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext("/", this::handle);
    store.start();
    proxy = new FaultyStoreProxy(URI.create("http://127.0.0.1:" + store.getAddress().getPort()));
  }

  @AfterEach
  void stop() throws InterruptedException {
    proxy.close();
    store.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      byte[] object = objects.get(path);
      if (exchange.getRequestMethod().equals("PUT")) {
        objects.put(path, exchange.getRequestBody().readAllBytes());
        exchange.getResponseHeaders().set("etag", exchange.getRequestHeaders().getFirst("x-tag"));
        exchange.sendResponseHeaders(200, -1);
      } else if (object == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("content-length", String.valueOf(object.length));
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, object.length);
        exchange.getResponseBody().write(object);
      }
    }
  }

  @Test
  void requestsAndAnswersPassAsTheyAre() throws Exception {
    HttpResponse<byte[]> put = put("/bucket/a%20key?part=1", LARGE);
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(put.headers().firstValue("etag")).hasValue("of the client");
    assertThat(objects).containsOnlyKeys("/bucket/a%20key?part=1");
    assertThat(get("/bucket/a%20key?part=1").body()).isEqualTo(LARGE);
    HttpResponse<byte[]> head =
        send(request("/bucket/a%20key?part=1").method("HEAD", nothing()).build());
    assertThat(head.headers().firstValue("content-length")).hasValue("" + LARGE.length);
    assertThat(get("/bucket/other").statusCode()).isEqualTo(404);
  }

  @Test
  void refusedRequestsDoNotReachTheStoreAndEndWithTheirNumber() throws Exception {
    proxy.failNext(FaultyStoreProxy.Fault.THROTTLED, 2);
    assertThat(put("/a", new byte[] {1}).statusCode()).isEqualTo(503);
    assertThat(put("/a", new byte[] {1}).body())
        .asString(StandardCharsets.UTF_8)
        .contains("<Code>SlowDown</Code>");
    assertThat(objects).isEmpty();
    assertThat(put("/a", new byte[] {1}).statusCode()).isEqualTo(200);

    proxy.failNext(FaultyStoreProxy.Fault.INTERNAL_ERROR, 1);
    HttpResponse<byte[]> head = send(request("/a").method("HEAD", nothing()).build());
    assertThat(head.statusCode()).isEqualTo(500);
    assertThat(get("/a").body()).containsExactly(1);
  }

  @Test
  void cutOffUploadIsNotApplied() throws Exception {
    proxy.failNext(FaultyStoreProxy.Fault.CUT_OFF, 1);
    assertThatThrownBy(() -> put("/a", LARGE)).isInstanceOf(IOException.class);
    assertThat(objects).isEmpty();
  }

  @Test
  void cutOffDownloadEndsInTheMiddle() throws Exception {
    objects.put("/a", LARGE);
    proxy.failNext(FaultyStoreProxy.Fault.CUT_OFF, 1);
    assertThatThrownBy(() -> get("/a")).isInstanceOf(IOException.class);
    assertThat(get("/a").body()).isEqualTo(LARGE);
  }

  @Test
  void requestWhoseAnswerIsLostWasApplied() throws Exception {
    proxy.failNext(FaultyStoreProxy.Fault.ANSWER_LOST, 1);
    assertThatThrownBy(() -> put("/a", LARGE)).isInstanceOf(IOException.class);
    assertThat(objects.get("/a")).isEqualTo(LARGE);
  }

  @Test
  void calmEndsDelayAndFaults() throws Exception {
    proxy.failNext(FaultyStoreProxy.Fault.THROTTLED, 1_000);
    proxy.delayRequests(300);
    long start = System.nanoTime();
    assertThat(put("/a", new byte[] {1}).statusCode()).isEqualTo(503);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
    proxy.calm();
    assertThat(put("/a", new byte[] {1}).statusCode()).isEqualTo(200);
  }

  private HttpResponse<byte[]> put(String path, byte[] body) throws Exception {
    return send(
        request(path)
            .header("x-tag", "of the client")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return send(request(path).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(proxy.uri() + path));
  }

  private static HttpRequest.BodyPublisher nothing() {
    return HttpRequest.BodyPublishers.noBody();
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
