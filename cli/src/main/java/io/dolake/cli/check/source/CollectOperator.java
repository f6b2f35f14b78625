package io.dolake.cli.check.source;

import io.dolake.cdc.ChangeKind;
import io.dolake.cdc.ChangeRecord;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.InstantiationUtil;

/** Keeps a {@link CollectedState} in Flink state; runs with parallelism 1. */
final class CollectOperator extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<ChangeRecord, Void> {
  private static final long serialVersionUID = 1;

  private final String round;
  private transient Observation observation;
  private transient ListState<byte[]> stored;
  private transient CollectedState state;
  private transient long watermark;

  CollectOperator(String round) {
    this.round = round;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    observation = Observation.of(round);
    stored =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "collected", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    state = new CollectedState();
    watermark = Long.MIN_VALUE;
    for (byte[] bytes : stored.get()) {
      state = InstantiationUtil.deserializeObject(bytes, CollectedState.class.getClassLoader());
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    stored.clear();
    stored.add(InstantiationUtil.serializeObject(state));
  }

  @Override
  public void processElement(StreamRecord<ChangeRecord> element) {
    ChangeRecord record = element.getValue();
    if (observation.failNext.compareAndSet(true, false)) {
      throw new IllegalStateException("failure made by the campaign");
    }
    observation.recorded();
    String problem = state.apply(record);
    if (problem == null && record.kind() != ChangeKind.SCHEMA && record.timestamp() <= watermark) {
      problem = "came after watermark " + watermark + ": " + record;
    }
    if (problem != null) {
      observation.violated(problem);
    }
  }

  @Override
  public void processWatermark(Watermark mark) {
    watermark = mark.getTimestamp();
    if (watermark >= observation.targetWatermark.get()) {
      observation.reached(state);
    }
  }
}
