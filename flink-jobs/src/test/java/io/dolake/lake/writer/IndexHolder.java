package io.dolake.lake.writer;

import io.dolake.lake.event.RowKey;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Gives a test an index in a real keyed state backend. */
final class IndexHolder extends AbstractStreamOperator<Object>
    implements OneInputStreamOperator<RowKey, Object> {
  private static final long serialVersionUID = 1L;

  private final long bufferBytes;
  transient RowIndex index;

  IndexHolder() {
    this(1 << 20);
  }

  /**
   * @param bufferBytes what the index may keep in memory
   */
  IndexHolder(long bufferBytes) {
    this.bufferBytes = bufferBytes;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    TaskInfo task = getRuntimeContext().getTaskInfo();
    int keyGroups = task.getMaxNumberOfParallelSubtasks();
    KeyGroupRange own =
        KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
            keyGroups, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
    index =
        new RowIndex(
            this.<RowKey>getKeyedStateBackend(),
            context.getKeyedStateStore(),
            own,
            keyGroups,
            bufferBytes);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    index.log();
  }

  @Override
  public void processElement(StreamRecord<RowKey> element) {}
}
