package io.dolake.cdc.jdbc;

import io.dolake.cdc.client.Pauses;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers rows and writes them in transactions. Everything runs on the task thread, timers
 * included. Conflicts with other transactions and lost connections are tried again; what else the
 * node refuses fails the job with the node's message.
 */
final class DoSqlSinkWriter implements SinkWriter<RowData> {
  private static final Logger LOG = LoggerFactory.getLogger(DoSqlSinkWriter.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final JdbcConfig jdbc;
  private final TableShape shape;
  private final DoSqlSink.Buffering buffering;
  private final TypeSerializer<RowData> serializer;
  private final boolean copyRows;
  private final ProcessingTimeService timeService;
  private final SinkWriterMetricGroup metrics;
  private final FieldBinder[] binders;
  private final RowData.FieldGetter[] getters;

  /** The last row of each key, in the order the keys first came. */
  private final Map<RowKeyValue, RowData> upserts = new LinkedHashMap<>();

  private final List<RowData> inserts = new ArrayList<>();
  private final Pauses pauses = new Pauses();
  private Connection connection;
  private boolean timerSet;
  private boolean closed;

  DoSqlSinkWriter(
      JdbcConfig jdbc,
      TableShape shape,
      DoSqlSink.Buffering buffering,
      TypeSerializer<RowData> serializer,
      boolean copyRows,
      ProcessingTimeService timeService,
      SinkWriterMetricGroup metrics) {
    this.jdbc = jdbc;
    this.shape = shape;
    this.buffering = buffering;
    this.serializer = serializer;
    this.copyRows = copyRows;
    this.timeService = timeService;
    this.metrics = metrics;
    this.binders = shape.binders();
    this.getters = new RowData.FieldGetter[binders.length];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = RowData.createFieldGetter(shape.types().get(i), i);
    }
  }

  @Override
  public void write(RowData row, Context context) throws IOException, InterruptedException {
    if (row.getRowKind() == RowKind.UPDATE_BEFORE) {
      return; // The row that follows replaces it.
    }
    RowData kept = copyRows ? serializer.copy(row) : row;
    if (shape.keyColumns().isEmpty()) {
      inserts.add(kept);
    } else {
      upserts.put(keyOf(kept), kept);
    }
    if (inserts.size() + upserts.size() >= buffering.maxRows()) {
      flush(false);
    } else if (!timerSet) {
      timerSet = true;
      registerTimer();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // timers end with the task
  private void registerTimer() {
    timeService.registerTimer(
        timeService.getCurrentProcessingTime() + buffering.interval().toMillis(),
        time -> {
          timerSet = false;
          if (!closed) {
            flush(false);
          }
        });
  }

  private RowKeyValue keyOf(RowData row) {
    Object[] key = new Object[shape.keyColumns().size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = getters[shape.keyColumns().get(i)].getFieldOrNull(row);
    }
    return new RowKeyValue(key);
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    if (inserts.isEmpty() && upserts.isEmpty()) {
      return;
    }
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 0; ; attempt++) {
      try {
        writeAll();
        metrics.getNumRecordsSendCounter().inc(inserts.size() + upserts.size());
        inserts.clear();
        upserts.clear();
        return;
      } catch (SQLException e) {
        abandonConnection(e);
        if (attempt >= buffering.maxRetries() || !SqlFailures.passes(e)) {
          metrics.getNumRecordsSendErrorsCounter().inc(inserts.size() + upserts.size());
          throw new IOException(
              "rows cannot be written to "
                  + shape.schema()
                  + "."
                  + shape.table()
                  + ": "
                  + SqlFailures.oneLine(e),
              e);
        }
        LOG.warn(
            "write to {}.{} is tried again in {} ms: {}",
            shape.schema(),
            shape.table(),
            pause,
            SqlFailures.oneLine(e));
        if (!pauses.pause(pause)) {
          throw new InterruptedException("the sink was closed");
        }
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
    }
  }

  private void writeAll() throws SQLException {
    if (connection == null) {
      connection = jdbc.open();
      connection.setAutoCommit(false);
    }
    if (!inserts.isEmpty()) {
      try (PreparedStatement insert = connection.prepareStatement(WriteStatements.insert(shape))) {
        for (RowData row : inserts) {
          bindRow(insert, row);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
    if (!upserts.isEmpty()) {
      writeUpserts();
    }
    connection.commit();
  }

  private void writeUpserts() throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(WriteStatements.upsert(shape));
        PreparedStatement delete = connection.prepareStatement(WriteStatements.delete(shape))) {
      boolean anyUpsert = false;
      boolean anyDelete = false;
      for (RowData row : upserts.values()) {
        if (row.getRowKind() == RowKind.DELETE) {
          bindKey(delete, row);
          delete.addBatch();
          anyDelete = true;
        } else {
          bindRow(upsert, row);
          upsert.addBatch();
          anyUpsert = true;
        }
      }
      if (anyDelete) {
        delete.executeBatch();
      }
      if (anyUpsert) {
        upsert.executeBatch();
      }
    }
  }

  private void bindRow(PreparedStatement statement, RowData row) throws SQLException {
    for (int i = 0; i < binders.length; i++) {
      FieldBinder.bind(binders[i], getters[i], row, statement, i + 1);
    }
  }

  private void bindKey(PreparedStatement statement, RowData row) throws SQLException {
    int parameter = 1;
    for (int column : shape.keyColumns()) {
      FieldBinder.bind(binders[column], getters[column], row, statement, parameter++);
    }
  }

  private void abandonConnection(SQLException failure) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
      connection = null;
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    pauses.end();
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
