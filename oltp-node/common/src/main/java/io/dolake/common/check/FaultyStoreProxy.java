package io.dolake.common.check;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between clients and an S3-compatible store and lets the store be slow or fail when told
 * to. Any thread may tell it.
 */
public final class FaultyStoreProxy implements AutoCloseable {
  /** What becomes of a request. */
  public enum Fault {
    /** 503, as a store answers that wants fewer requests; not applied. */
    THROTTLED,
    /** 500; not applied. */
    INTERNAL_ERROR,
    /** The connection ends in the middle of the body: of what is sent, or else of what is got. */
    CUT_OFF,
    /** Applied, but the connection ends before the answer. */
    ANSWER_LOST
  }

  private static final int WORKERS = 32;
  private static final long STOP_SECONDS = 5;

  private record Plan(Fault fault, int requests) {
    private static final Plan GOOD = new Plan(null, 0);

    private Plan next() {
      return requests > 1 ? new Plan(fault, requests - 1) : GOOD;
    }
  }

  private final HttpForwarder forwarder;
  private final HttpServer server;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          WORKERS,
          task -> {
            Thread thread = new Thread(task, "faulty-store");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicReference<Plan> plan = new AtomicReference<>(Plan.GOOD);
  private volatile int delayMillis;

  /**
   * @param target the store
   */
  public FaultyStoreProxy(URI target) throws IOException {
    forwarder = new HttpForwarder(target);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next requests fail. */
  public void failNext(Fault fault, int requests) {
    plan.set(new Plan(fault, requests));
  }

  /** Every request takes so much longer, until told otherwise. */
  public void delayRequests(int millis) {
    delayMillis = millis;
  }

  /** No fault is left to come. */
  public void calm() {
    plan.set(Plan.GOOD);
    delayMillis = 0;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      pause();
      Fault fault = plan.getAndUpdate(Plan::next).fault();
      if (fault == Fault.CUT_OFF && sendsBody(exchange)) {
        exchange.getRequestBody().read();
        return; // what is left unread resets the connection
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (fault == Fault.THROTTLED) {
        refuse(exchange, 503, "SlowDown");
      } else if (fault == Fault.INTERNAL_ERROR) {
        refuse(exchange, 500, "InternalError");
      } else {
        HttpResponse<byte[]> response = forwarder.send(forwarder.request(exchange, body));
        if (fault == null) {
          HttpForwarder.answer(exchange, response);
        } else if (fault == Fault.CUT_OFF) {
          HttpForwarder.answer(exchange, response, response.body().length / 2);
        }
      }
    }
  }

  private void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(delayMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static boolean sendsBody(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    return method.equals("PUT") || method.equals("POST");
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] body =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code></Error>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/xml");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() throws InterruptedException {
    server.stop(0);
    workers.shutdownNow();
    workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
