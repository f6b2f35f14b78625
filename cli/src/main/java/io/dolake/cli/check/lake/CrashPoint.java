package io.dolake.cli.check.lake;

import io.dolake.cdc.ChangeRecord;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** A step behind the source that dies, or lets a checkpoint fail, when {@link JobFaults} say so. */
final class CrashPoint implements MapFunction<ChangeRecord, ChangeRecord>, CheckpointedFunction {
  private final String lane;
  private transient ListState<String> state;

  CrashPoint(String lane) {
    this.lane = lane;
  }

  @Override
  public ChangeRecord map(ChangeRecord record) {
    if (JobFaults.of(lane).takeCrash()) {
      throw new IllegalStateException("injected crash");
    }
    return record;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("crash-point", new FailingStringSerializer(lane)));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.clear();
    state.add(Long.toString(context.getCheckpointId()));
  }
}
