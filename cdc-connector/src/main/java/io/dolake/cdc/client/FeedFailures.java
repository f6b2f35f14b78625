package io.dolake.cdc.client;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import org.apache.flink.util.FlinkRuntimeException;

/** What a failed call means for the job. */
public final class FeedFailures {
  private FeedFailures() {}

  /** Whether the same call may succeed later without anybody acting. */
  public static boolean passes(DoLakeException error) {
    return error.code().action() == ErrorCode.Action.RETRY;
  }

  /** The one message that fails the job; for good if the log it needs is gone. */
  public static FlinkRuntimeException fatal(DoLakeException error) {
    String message =
        "[" + error.code() + "] " + error.getMessage() + error.hint().map(h -> " " + h).orElse("");
    return switch (error.code()) {
      case SLOT_LOST, LSN_REMOVED -> new LogLostException(message);
      default -> new FlinkRuntimeException(message, error);
    };
  }
}
