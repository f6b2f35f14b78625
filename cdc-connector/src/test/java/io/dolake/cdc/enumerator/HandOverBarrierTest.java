package io.dolake.cdc.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandOverBarrierTest {
  private long nanos;
  private final HandOverBarrier barrier = new HandOverBarrier(false, () -> nanos);

  @Test
  void checkpointThatBeganBeforeTheEndOfTheLoadIsNotEnough() {
    barrier.checkpointStarted(1, false);
    barrier.loadFinished();
    assertThat(barrier.checkpointComplete(1)).isFalse();
    barrier.checkpointStarted(2, true);
    assertThat(barrier.isPassed()).isFalse();
    assertThat(barrier.checkpointComplete(2)).isTrue();
    assertThat(barrier.isPassed()).isTrue();
  }

  @Test
  void rowsReadAgainNeedAnotherCheckpoint() {
    barrier.loadFinished();
    barrier.checkpointStarted(1, true);
    barrier.reset();
    assertThat(barrier.checkpointComplete(1)).isFalse();
    assertThat(barrier.isPassed()).isFalse();
  }

  @Test
  void jobWithoutCheckpointsGoesOnWhenThePatienceIsOver() {
    barrier.loadFinished();
    nanos = HandOverBarrier.PATIENCE.toNanos();
    assertThat(barrier.isPassed()).isFalse();
    nanos++;
    assertThat(barrier.isPassed()).isTrue();
  }

  @Test
  void jobThatTakesCheckpointsWaitsForOneHoweverLong() {
    barrier.checkpointStarted(1, false);
    barrier.loadFinished();
    nanos = 10 * HandOverBarrier.PATIENCE.toNanos();
    assertThat(barrier.isPassed()).isFalse();
  }
}
