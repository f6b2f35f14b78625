package io.dolake.lake.writer;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * Tells a writer to compact a table whether it is worth it or not.
 *
 * @param tableLocation the lake table's location
 */
record CompactionOrder(String tableLocation) implements OperatorEvent {
  private static final long serialVersionUID = 1L;
}
