package io.dolake.lake.dv;

import io.dolake.lake.file.DeletionVector;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Figures of a deletion vector writer; names are part of docs/lake.md. */
final class DvMetrics {
  static final String VECTORS_WRITTEN = "lakeDeletionVectorsWritten";
  static final String VECTOR_BYTES_WRITTEN = "lakeDeletionVectorBytesWritten";

  private final Counter vectors;
  private final Counter bytes;

  DvMetrics(MetricGroup group) {
    vectors = group.counter(VECTORS_WRITTEN);
    bytes = group.counter(VECTOR_BYTES_WRITTEN);
  }

  void vectorWritten(DeletionVector vector) {
    vectors.inc();
    bytes.inc(vector.length());
  }
}
