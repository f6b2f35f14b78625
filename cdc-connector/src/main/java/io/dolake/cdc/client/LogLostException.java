package io.dolake.cdc.client;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The log that the job has to go on from is gone. Flink ends the job for it, whatever its restart
 * strategy: every further attempt would only find the same.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class LogLostException extends FlinkRuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without a cause: one that cannot be serialized would make Flink forget this class. */
  LogLostException(String message) {
    super(message);
  }
}
