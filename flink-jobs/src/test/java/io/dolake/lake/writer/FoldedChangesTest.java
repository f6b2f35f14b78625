package io.dolake.lake.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.lake.event.LakeEvent;
import io.dolake.lake.event.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FoldedChangesTest {
  private static final int EVENTS = 20_000;

  @Test
  void lastImageOfEachKeyComesOutInKeyOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    FoldedChanges changes = new FoldedChanges(128);
    Map<RowKey, byte[]> model = new TreeMap<>();
    for (int i = 0; i < EVENTS; i++) {
      LakeEvent event = event(random, i);
      changes.add(event);
      model.put(new RowKey(event.tableId(), event.key()), event.image());
    }
    assertThat(changes.size()).as("seed %d", seed).isEqualTo(model.size());
    List<FoldedChanges.Change> drained = changes.drain();
    assertThat(drained)
        .as("seed %d", seed)
        .extracting(FoldedChanges.Change::key)
        .containsExactlyElementsOf(new ArrayList<>(model.keySet()));
    assertThat(drained)
        .as("seed %d", seed)
        .allMatch(change -> change.image() == model.get(change.key()));
    assertThat(changes.size()).isZero();
  }

  private static LakeEvent event(Random random, int lsn) {
    byte[] key = new byte[1 + random.nextInt(10)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(4) - 2);
    }
    boolean delete = random.nextInt(4) == 0;
    return new LakeEvent(
        delete ? LakeEvent.Kind.DELETE : LakeEvent.Kind.UPDATE,
        -1,
        0,
        lsn,
        0,
        lsn,
        1 + random.nextInt(3),
        key,
        delete ? null : new byte[] {(byte) lsn});
  }
}
