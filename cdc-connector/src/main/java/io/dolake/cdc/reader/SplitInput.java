package io.dolake.cdc.reader;

import io.dolake.cdc.split.FeedSplit;
import java.io.IOException;

/** A split being read. Everything is called by the task thread. */
interface SplitInput extends AutoCloseable {
  /** The split as far as it was emitted: what a checkpoint keeps. */
  FeedSplit split();

  /** Whether {@link #emit} can do something now. */
  boolean isReady();

  /** Emits a bounded number of the records that are there. Never waits for the node. */
  void emit(RecordSink<?> sink) throws IOException;

  /** Whether the split's end was emitted. */
  boolean isFinished();

  @Override
  void close();
}
