package io.dolake.lake.writer;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** A writer has taken in as much as is to be committed together. */
record CommitWanted() implements OperatorEvent {
  private static final long serialVersionUID = 1L;
}
