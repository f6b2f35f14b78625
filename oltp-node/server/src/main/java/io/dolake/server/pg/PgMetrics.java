package io.dolake.server.pg;

import io.dolake.common.error.DoLakeException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Metrics of the PostgreSQL front; docs/server.md lists them. Thread-safe. */
public final class PgMetrics {
  private static final String CONNECTIONS = "dolake.pg.connections";
  private static final String CONNECTIONS_REFUSED = "dolake.pg.connections.refused";
  private static final String STATEMENT_TIME = "dolake.pg.statement.time";
  private static final String ERRORS = "dolake.pg.errors";
  private static final String WORKERS_BUSY = "dolake.pg.workers.busy";
  private static final String WORKER_QUEUE = "dolake.pg.worker.queue";
  private static final String CANCEL_REQUESTS = "dolake.pg.cancel.requests";

  /** Commands are few, but their names come from statements: no more tags than this. */
  private static final int MAX_COMMANDS = 64;

  private final MeterRegistry registry;
  private final ConcurrentHashMap<String, Timer> statementTimes = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Counter> errors = new ConcurrentHashMap<>();
  private final Counter refused;
  private final Counter cancelRequests;

  PgMetrics(MeterRegistry registry) {
    this.registry = registry;
    refused =
        Counter.builder(CONNECTIONS_REFUSED)
            .description("Connections turned away: too many, not authenticated, not encrypted")
            .register(registry);
    cancelRequests =
        Counter.builder(CANCEL_REQUESTS)
            .description("Cancel requests that fitted")
            .register(registry);
  }

  void watch(Supplier<Number> connections, Supplier<Number> busyWorkers, Supplier<Number> queued) {
    Gauge.builder(CONNECTIONS, connections).description("Open connections").register(registry);
    Gauge.builder(WORKERS_BUSY, busyWorkers)
        .description("Worker threads running a statement")
        .register(registry);
    Gauge.builder(WORKER_QUEUE, queued)
        .description("Statements waiting for a worker thread")
        .register(registry);
  }

  /** A statement has run to its end. */
  public void completed(String command, long nanos) {
    Timer timer = statementTimes.get(command);
    if (timer == null) {
      timer = statementTimes.size() < MAX_COMMANDS ? timerOf(command) : timerOf("OTHER");
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timerOf(String command) {
    return statementTimes.computeIfAbsent(
        command,
        name ->
            Timer.builder(STATEMENT_TIME)
                .tag("command", name)
                .description("Statements by command, from start to durable end")
                .serviceLevelObjectives(
                    Duration.ofNanos(100_000),
                    Duration.ofMillis(1),
                    Duration.ofMillis(10),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10))
                .register(registry));
  }

  /** A statement or message has failed. */
  public void failed(DoLakeException error) {
    errors
        .computeIfAbsent(
            error.code().name(),
            code ->
                Counter.builder(ERRORS)
                    .tag("code", code)
                    .tag("sqlstate", error.code().sqlState())
                    .description("Errors sent to clients, by code")
                    .register(registry))
        .increment();
  }

  void connectionRefused() {
    refused.increment();
  }

  void cancelRequested() {
    cancelRequests.increment();
  }
}
