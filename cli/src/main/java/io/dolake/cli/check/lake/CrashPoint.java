package io.dolake.cli.check.lake;

import io.dolake.cdc.ChangeRecord;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.functions.MapFunction;

/** Lets the job in this process die at the next change after it was told to. */
final class CrashPoint implements MapFunction<ChangeRecord, ChangeRecord> {
  private static final AtomicBoolean ARMED = new AtomicBoolean();

  static void arm() {
    ARMED.set(true);
  }

  @Override
  public ChangeRecord map(ChangeRecord record) {
    if (ARMED.compareAndSet(true, false)) {
      throw new IllegalStateException("injected crash");
    }
    return record;
  }
}
