package io.dolake.cdc;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/**
 * Turns the feed's records into the source's elements. Called by the reader's task thread only. All
 * elements of a record get the record's timestamp.
 */
public interface ChangeDeserializer<T> extends Serializable, ResultTypeQueryable<T> {
  /**
   * Gives zero or more elements for a record.
   *
   * @param schemas the schema versions told so far, SCHEMA records' own version included
   */
  void deserialize(ChangeRecord record, TableSchemas schemas, Collector<T> out) throws IOException;

  /** Passes every record on as it is. */
  static ChangeDeserializer<ChangeRecord> raw() {
    return new RawChangeDeserializer();
  }
}
