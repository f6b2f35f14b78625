package io.dolake.cli.bench.feed;

import io.dolake.cdc.ChangeRecord;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Counts rows and discards them. */
final class MeasuringOperator extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<ChangeRecord, Void>, BoundedOneInput {
  private static final long serialVersionUID = 1;

  private final String statisticsName;
  private final boolean measureLatency;
  private transient ArrivalStatistics statistics;

  MeasuringOperator(String statisticsName, boolean measureLatency) {
    this.statisticsName = statisticsName;
    this.measureLatency = measureLatency;
  }

  @Override
  public void open() throws Exception {
    super.open();
    statistics = ArrivalStatistics.of(statisticsName);
  }

  @Override
  public void processElement(StreamRecord<ChangeRecord> element) {
    if (element.getValue().isRow()) {
      statistics.arrived(element.getValue(), measureLatency);
    }
  }

  @Override
  public void endInput() {
    statistics.mark();
  }
}
