package io.dolake.common.check;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between an HTTP client and its server and spoils requests when told to. Any thread may
 * tell it.
 */
public final class FaultyHttpProxy implements AutoCloseable {
  /** What becomes of a request. */
  public enum Fault {
    NONE,
    /** Refused, not applied. */
    REFUSED,
    /** Applied, but the answer is a gateway's error. */
    ANSWER_LOST,
    /** Answered with an error at once, applied a while later. */
    APPLIED_LATE
  }

  private static final int WORKERS = 8;
  private static final long LATE_MILLIS = 300;

  private record Plan(Fault fault, Runnable then) {}

  private static final Plan GOOD = new Plan(Fault.NONE, () -> {});

  private final String spoiledPathEnd;
  private final HttpServer server;
  private final HttpForwarder forwarder;
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, this::thread);
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(this::thread);
  private final AtomicReference<Plan> next = new AtomicReference<>(GOOD);
  private volatile boolean down;

  /**
   * @param target where requests are sent on to
   * @param spoiledPathEnd faults concern requests whose path ends so; others pass
   */
  public FaultyHttpProxy(URI target, String spoiledPathEnd) throws IOException {
    this.forwarder = new HttpForwarder(target);
    this.spoiledPathEnd = spoiledPathEnd;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "faulty-proxy");
    thread.setDaemon(true);
    return thread;
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** Spoils the next request that can be. */
  public void failNext(Fault fault) {
    failNext(fault, () -> {});
  }

  /**
   * Spoils the next request that can be.
   *
   * @param then runs when it has been sent on, or refused, and is about to be answered
   */
  public void failNext(Fault fault, Runnable then) {
    next.set(new Plan(fault, then));
  }

  /** Refuses all requests until told otherwise. */
  public void setDown(boolean isDown) {
    down = isDown;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (down) {
        exchange.sendResponseHeaders(502, -1);
        return;
      }
      boolean spoiled = exchange.getRequestURI().getPath().endsWith(spoiledPathEnd);
      Plan plan = spoiled ? next.getAndSet(GOOD) : GOOD;
      HttpRequest request = forwarder.request(exchange, body);
      switch (plan.fault()) {
        case NONE -> {
          HttpResponse<byte[]> response = forwarder.send(request);
          plan.then().run();
          HttpForwarder.answer(exchange, response);
        }
        case REFUSED -> {
          plan.then().run();
          exchange.sendResponseHeaders(502, -1);
        }
        case ANSWER_LOST -> {
          forwarder.send(request);
          plan.then().run();
          exchange.sendResponseHeaders(504, -1);
        }
        case APPLIED_LATE -> {
          later.schedule(() -> forwarder.send(request), LATE_MILLIS, TimeUnit.MILLISECONDS);
          plan.then().run();
          exchange.sendResponseHeaders(504, -1);
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    later.shutdownNow();
    workers.shutdownNow();
  }
}
