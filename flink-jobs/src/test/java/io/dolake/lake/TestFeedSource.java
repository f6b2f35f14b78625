package io.dolake.lake;

import io.dolake.cdc.ChangeRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.legacy.RichSourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Plays the log of a {@link TestDatabase} with the contract of the real source: records of a
 * transaction one by one, so that barriers fall between them, and a watermark behind it.
 */
@SuppressWarnings("deprecation") // the simplest source that stands between two records
final class TestFeedSource extends RichSourceFunction<ChangeRecord>
    implements CheckpointedFunction {
  private static final Map<String, TestDatabase> DATABASES = new ConcurrentHashMap<>();

  private final String databaseName;
  private transient ListState<Long> state;
  private volatile boolean running = true;
  private long nextTransaction;
  private long nextRecord;

  TestFeedSource(String databaseName) {
    this.databaseName = databaseName;
  }

  static void register(String name, TestDatabase database) {
    DATABASES.put(name, database);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("position", Long.class));
    int i = 0;
    for (Long value : state.get()) {
      if (i++ == 0) {
        nextTransaction = value;
      } else {
        nextRecord = value;
      }
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(List.of(nextTransaction, nextRecord));
  }

  @Override
  public void run(SourceContext<ChangeRecord> context) throws Exception {
    TestDatabase database = DATABASES.get(databaseName);
    while (running) {
      if (nextTransaction >= database.logSize()) {
        synchronized (context.getCheckpointLock()) {
          context.getCheckpointLock().wait(5);
        }
        continue;
      }
      TestDatabase.Transaction transaction = database.transaction((int) nextTransaction);
      while (nextRecord < transaction.records().size()) {
        synchronized (context.getCheckpointLock()) {
          ChangeRecord record = transaction.records().get((int) nextRecord);
          context.collectWithTimestamp(record, record.timestamp());
          nextRecord++;
        }
      }
      synchronized (context.getCheckpointLock()) {
        context.emitWatermark(new Watermark(transaction.timestamp()));
        nextTransaction++;
        nextRecord = 0;
      }
    }
  }

  @Override
  public void cancel() {
    running = false;
  }
}
