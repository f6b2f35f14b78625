package io.dolake.lake.schema;

import io.dolake.common.error.DoLakeException;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * What the job was told about a table does not fit that table. Flink ends the job for it, whatever
 * its restart strategy: every further attempt would only find the same.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class MisconfiguredJobException extends FlinkRuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without a cause: one that cannot be serialized would make Flink forget this class. */
  public MisconfiguredJobException(DoLakeException reason) {
    super(
        "["
            + reason.code()
            + "] "
            + reason.getMessage()
            + reason.hint().map(hint -> ". " + hint).orElse(""));
  }
}
