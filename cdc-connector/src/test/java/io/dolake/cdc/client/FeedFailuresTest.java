package io.dolake.cdc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.grpc.Status;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedFailuresTest {
  @ParameterizedTest
  @EnumSource(names = {"SLOT_LOST", "LSN_REMOVED"})
  void aJobWhoseLogIsGoneIsNotRestarted(ErrorCode code) {
    FlinkRuntimeException failure =
        FeedFailures.fatal(
            new DoLakeException(
                code, "the log is gone", "Start anew.", Status.DATA_LOSS.asRuntimeException()));

    assertThat(failure).hasMessage("[" + code + "] the log is gone Start anew.");
    assertThat(isForGood(failure)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"SLOT_IN_USE", "CONNECTION_FAILURE"})
  void otherFailuresAreLeftToTheRestartStrategy(ErrorCode code) {
    assertThat(isForGood(FeedFailures.fatal(new DoLakeException(code, "not now")))).isFalse();
  }

  /** What the JobManager thinks of a failure that a TaskManager sent. */
  private static boolean isForGood(FlinkRuntimeException failure) {
    Throwable received =
        new SerializedThrowable(failure).deserializeError(FeedFailuresTest.class.getClassLoader());
    return ThrowableClassifier.findThrowableOfThrowableType(
            received, ThrowableType.NonRecoverableError)
        .isPresent();
  }
}
