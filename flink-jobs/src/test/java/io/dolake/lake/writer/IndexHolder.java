package io.dolake.lake.writer;

import io.dolake.lake.event.RowKey;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Gives a test an index in a real keyed state backend. */
final class IndexHolder extends AbstractStreamOperator<Object>
    implements OneInputStreamOperator<RowKey, Object> {
  private static final long serialVersionUID = 1L;

  transient RowIndex index;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    index = new RowIndex(this.<RowKey>getKeyedStateBackend(), context.getKeyedStateStore());
  }

  @Override
  public void processElement(StreamRecord<RowKey> element) {}
}
