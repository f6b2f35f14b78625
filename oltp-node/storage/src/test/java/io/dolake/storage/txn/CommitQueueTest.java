package io.dolake.storage.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitQueueTest {
  private static final int LENGTH = 5;
  private static final int GROUP = 3;
  private static final int ROW_BYTES = 100;

  private final CommitQueue queue =
      new CommitQueue(new CommitLimits(true, LENGTH, GROUP, 10 * ROW_BYTES), new CommitWaits());

  @Test
  void isBounded() throws InterruptedException {
    List<CommitRequest> requests = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      requests.add(request(1));
      assertThat(queue.offer(requests.get(i), 0)).isTrue();
    }
    assertThat(queue.offer(request(1), 2)).isFalse();
    assertThat(queue.remove(requests.get(2))).isTrue();
    assertThat(queue.remove(requests.get(2))).isFalse();
    assertThat(queue.offer(request(1), 0)).isTrue();
    assertThat(queue.poll()).isSameAs(requests.get(0));
    assertThat(queue.offer(request(1), 0)).isTrue();
    assertThat(queue.offer(request(1), 0)).isFalse();
  }

  @Test
  void interruptedThreadAddsNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> queue.offer(request(1), 0)).isInstanceOf(InterruptedException.class);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void groupsAreBoundedInNumberAndBytes() throws InterruptedException {
    for (int i = 0; i < LENGTH; i++) {
      queue.offer(request(i == 3 ? 20 : 1), 0);
    }
    assertThat(collect()).hasSize(GROUP);
    assertThat(collect()).hasSize(1);
    assertThat(collect()).hasSize(1);
    assertThat(collect()).isEmpty();
    assertThat(queue.isEmpty()).isTrue();
  }

  /** Whatever was expected, a group that has somebody goes on after a moment. */
  @Test
  void whoDoesNotComeIsNotWaitedFor() throws InterruptedException {
    CommitWaits waits = new CommitWaits();
    for (int i = 0; i < 100; i++) {
      waits.groupTook(100_000);
    }
    CommitQueue hopeful =
        new CommitQueue(new CommitLimits(true, LENGTH, GROUP, 10 * ROW_BYTES), waits);
    hopeful.groupDone(List.of(request(1), request(1), request(1)));
    for (int i = 0; i < 1_000; i++) {
      CommitRequest lone = request(1);
      hopeful.offer(lone, 0);
      List<CommitRequest> group = new ArrayList<>();
      hopeful.collect(group);
      assertThat(group).containsExactly(lone);
    }
  }

  private List<CommitRequest> collect() {
    List<CommitRequest> group = new ArrayList<>();
    queue.collect(group);
    return group;
  }

  private static CommitRequest request(int rows) {
    WriteSet writes = new WriteSet(1 << 20, 1_000);
    for (int i = 0; i < rows; i++) {
      writes.putRow(writes.of(1), new byte[] {(byte) i}, new RowWrite(null, new byte[ROW_BYTES]));
    }
    return new CommitRequest(1, writes, null, 0, null, null);
  }
}
