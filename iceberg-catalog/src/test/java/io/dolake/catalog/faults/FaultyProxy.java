package io.dolake.catalog.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between writers and servers and does to their requests what networks do: answers get lost,
 * requests get lost, arrive late after the sender has given up, or arrive twice, perhaps at two
 * servers.
 */
final class FaultyProxy implements AutoCloseable {
  private enum Fault {
    NONE,
    LOSE_REQUEST,
    LOSE_ANSWER,
    DELIVER_LATE,
    DELIVER_TWICE
  }

  private static final String KEY = "Idempotency-Key";
  private static final List<String> FORWARDED_HEADERS = List.of(KEY, "Content-Type");
  private static final int MAX_DELAY_MILLIS = 400;

  /** Nobody listens there. */
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final ScheduledExecutorService late = Executors.newScheduledThreadPool(4);
  private final Queue<Future<?>> pending = new ConcurrentLinkedQueue<>();
  private final Random random;
  private final int faultPercent;
  private final Map<Fault, AtomicLong> counts = new EnumMap<>(Fault.class);
  private volatile List<URI> targets;

  /**
   * @param targets the servers; each request goes to any of them
   * @param faultPercent how many of a hundred mutations meet a fault
   */
  FaultyProxy(List<URI> targets, long seed, int faultPercent) {
    this.targets = List.copyOf(targets);
    this.random = new Random(seed);
    this.faultPercent = faultPercent;
    for (Fault fault : Fault.values()) {
      counts.put(fault, new AtomicLong());
    }
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Sends what comes from now on to other servers; with none left it is lost. */
  void retarget(List<URI> newTargets) {
    targets = List.copyOf(newTargets);
  }

  /** How many requests have come in. */
  long requests() {
    return counts.values().stream().mapToLong(AtomicLong::get).sum();
  }

  String summary() {
    return counts.toString();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest request = copy(exchange, body);
    Fault fault = exchange.getRequestMethod().equals("GET") ? Fault.NONE : nextFault();
    if (fault == Fault.DELIVER_TWICE && request.headers().firstValue(KEY).isEmpty()) {
      // Without a key the second one is rightly refused, and its answer may come first.
      fault = Fault.NONE;
    }
    counts.get(fault).incrementAndGet();
    switch (fault) {
      case NONE -> answer(exchange, request);
      case LOSE_REQUEST -> exchange.close();
      case LOSE_ANSWER -> {
        forward(request);
        exchange.close();
      }
      case DELIVER_LATE -> {
        exchange.close();
        pending.add(
            late.schedule(() -> forward(copy(exchange, body)), nextDelay(), TimeUnit.MILLISECONDS));
      }
      case DELIVER_TWICE -> {
        pending.add(late.submit(() -> forward(copy(exchange, body))));
        answer(exchange, request);
      }
    }
  }

  private synchronized Fault nextFault() {
    if (random.nextInt(100) >= faultPercent) {
      return Fault.NONE;
    }
    return Fault.values()[1 + random.nextInt(Fault.values().length - 1)];
  }

  private synchronized URI nextTarget() {
    List<URI> current = targets;
    return current.isEmpty() ? NOWHERE : current.get(random.nextInt(current.size()));
  }

  private synchronized long nextDelay() {
    return random.nextInt(MAX_DELAY_MILLIS);
  }

  private void answer(HttpExchange exchange, HttpRequest request) throws IOException {
    HttpResponse<byte[]> response = forward(request);
    if (response == null) {
      exchange.close();
      return;
    }
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The server's answer, or null if it could not be reached or died. */
  private HttpResponse<byte[]> forward(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private HttpRequest copy(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(nextTarget() + exchange.getRequestURI().toString()))
            .timeout(Duration.ofSeconds(10))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : FORWARDED_HEADERS) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    return request.build();
  }

  /** Waits until all late requests are delivered. */
  void drain() throws Exception {
    for (Future<?> delivery = pending.poll(); delivery != null; delivery = pending.poll()) {
      delivery.get(30, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    late.shutdownNow();
    server.stop(0);
    threads.shutdownNow();
  }
}
