package io.dolake.cdc.jdbc;

import io.dolake.cdc.client.Pauses;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncLookupFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers lookups on a few connections, each used by one thread at a time. How many are under way
 * is limited by Flink's {@code table.exec.async-lookup.buffer-capacity}, hence so is the queue.
 */
public final class DoSqlLookupFunction extends AsyncLookupFunction {
  private static final Logger LOG = LoggerFactory.getLogger(DoSqlLookupFunction.class);
  private static final long PAUSE_MILLIS = 100;

  private final JdbcConfig jdbc;
  private final LookupQuery query;
  private final int threads;
  private final int maxRetries;
  private transient ThreadPoolExecutor pool;
  private transient Pauses pauses;
  private transient ArrayBlockingQueue<Connection> idle;
  private transient FieldBinder[] binders;
  private transient FieldReader[] readers;

  public DoSqlLookupFunction(JdbcConfig jdbc, LookupQuery query, int threads, int maxRetries) {
    this.jdbc = jdbc;
    this.query = query;
    this.threads = threads;
    this.maxRetries = maxRetries;
  }

  @Override
  public void open(FunctionContext context) {
    binders = query.keys().binders();
    readers = query.readers();
    pauses = new Pauses();
    idle = new ArrayBlockingQueue<>(threads);
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "dosql-lookup-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public CompletableFuture<Collection<RowData>> asyncLookup(RowData key) {
    return CompletableFuture.supplyAsync(() -> lookup(key), pool);
  }

  private Collection<RowData> lookup(RowData key) {
    for (int attempt = 0; ; attempt++) {
      try {
        return attempt(key);
      } catch (SQLException e) {
        if (attempt >= maxRetries || !SqlFailures.passes(e)) {
          throw new DoLakeException(
              ErrorCode.CONNECTION_FAILURE,
              "lookup in "
                  + query.shape().schema()
                  + "."
                  + query.shape().table()
                  + " failed: "
                  + SqlFailures.oneLine(e),
              null,
              e);
        }
        LOG.warn("lookup is tried again: {}", SqlFailures.oneLine(e));
        pause(attempt);
      }
    }
  }

  private void pause(int attempt) {
    boolean goOn = false;
    try {
      goOn = pauses.pause(PAUSE_MILLIS << Math.min(attempt, 6));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!goOn) {
      throw new CancellationException("the lookup was closed");
    }
  }

  private Collection<RowData> attempt(RowData key) throws SQLException {
    Connection connection = idle.poll();
    if (connection == null) {
      connection = jdbc.open();
    }
    boolean usable = false;
    try {
      Collection<RowData> rows = query.run(connection, binders, readers, key);
      usable = true;
      return rows;
    } finally {
      if (!usable || !idle.offer(connection)) {
        connection.close();
      }
      if (pool.isShutdown()) {
        // close() may have looked before this connection came back.
        closeIdle();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    if (pool == null) {
      return;
    }
    pauses.end();
    pool.shutdownNow();
    closeIdle();
  }

  private void closeIdle() throws SQLException {
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }
}
