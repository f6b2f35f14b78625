package io.dolake.storage.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.storage.lmdb.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemtableTest {
  private static final int STORAGE = 7;
  private static final int KEYS = 50;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Memtable memtable = new Memtable();

  private static byte[] key(int number) {
    return new byte[] {(byte) (number >> 8), (byte) number};
  }

  private static int number(byte[] key) {
    return (key[0] & 0xff) << 8 | key[1] & 0xff;
  }

  /** What a snapshot sees in a range: key to value, or to null if deleted. */
  private NavigableMap<Integer, Byte> read(int from, int to, boolean backward, long lsn) {
    NavigableMap<Integer, Byte> seen = new TreeMap<>();
    if (!memtable.has(Space.DATA, STORAGE)) {
      return seen;
    }
    MemtableCursor cursor =
        memtable.entries(Space.DATA, STORAGE, key(from), key(to), backward, lsn);
    int last = backward ? Integer.MAX_VALUE : -1;
    while (cursor.next()) {
      int number = number(cursor.key());
      assertThat(backward ? number < last : number > last).as("order, seed %d", seed).isTrue();
      last = number;
      seen.put(number, cursor.value() == null ? null : cursor.value()[0]);
    }
    assertThat(cursor.key()).isNull();
    return seen;
  }

  @Test
  void everySnapshotSeesItsOwnVersions() {
    List<NavigableMap<Integer, Byte>> states = new ArrayList<>();
    states.add(new TreeMap<>());
    for (int lsn = 1; lsn <= 400; lsn++) {
      NavigableMap<Integer, Byte> state = new TreeMap<>(states.get(lsn - 1));
      int number = random.nextInt(KEYS);
      Byte value = random.nextInt(4) == 0 ? null : (byte) random.nextInt();
      memtable.put(
          Space.DATA, STORAGE, key(number), value == null ? null : new byte[] {value}, lsn);
      state.put(number, value);
      states.add(state);
    }
    for (int round = 0; round < 500; round++) {
      int lsn = random.nextInt(states.size());
      int from = random.nextInt(KEYS);
      int to = from + random.nextInt(KEYS);
      assertThat(read(from, to, random.nextBoolean(), lsn))
          .as("seed %d, lsn %d", seed, lsn)
          .isEqualTo(states.get(lsn).subMap(from, to));
      int number = random.nextInt(KEYS);
      VersionedValue found = memtable.get(Space.DATA, STORAGE, key(number), lsn);
      assertThat(found != null)
          .as("seed %d, lsn %d", seed, lsn)
          .isEqualTo(states.get(lsn).containsKey(number));
    }
    assertThat(memtable.has(Space.INDEX, STORAGE)).isFalse();
    assertThat(memtable.versions()).isEqualTo(400);
  }

  @Test
  void snapshotDoesNotMoveWhileOthersWrite() throws Exception {
    AtomicLong published = new AtomicLong();
    CountDownLatch begun = new CountDownLatch(1);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing =
          writer.submit(
              () -> {
                Random keys = new Random(seed);
                for (long lsn = 1; lsn <= 50_000; lsn++) {
                  memtable.put(
                      Space.DATA, STORAGE, key(keys.nextInt(KEYS)), new byte[] {(byte) lsn}, lsn);
                  published.set(lsn);
                  begun.countDown();
                }
              });
      begun.await();
      while (!writing.isDone()) {
        long lsn = published.get();
        NavigableMap<Integer, Byte> first = read(0, KEYS, random.nextBoolean(), lsn);
        NavigableMap<Integer, Byte> again = read(0, KEYS, random.nextBoolean(), lsn);
        assertThat(again).as("seed %d, lsn %d", seed, lsn).isEqualTo(first);
        assertThat(first.containsValue((byte) lsn)).as("its own commit, lsn %d", lsn).isTrue();
      }
      writing.get();
    } finally {
      writer.shutdownNow();
    }
  }
}
