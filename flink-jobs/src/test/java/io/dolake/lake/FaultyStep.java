package io.dolake.lake;

import io.dolake.cdc.ChangeRecord;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.MapFunction;

/** Lets the job die at the next record after it was told to. */
final class FaultyStep implements MapFunction<ChangeRecord, ChangeRecord> {
  private static final Map<String, Boolean> ARMED = new ConcurrentHashMap<>();

  private final String name;

  FaultyStep(String name) {
    this.name = name;
  }

  static void arm(String name) {
    ARMED.put(name, true);
  }

  @Override
  public ChangeRecord map(ChangeRecord record) {
    if (ARMED.remove(name) != null) {
      throw new IllegalStateException("injected failure");
    }
    return record;
  }
}
