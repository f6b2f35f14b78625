package io.dolake.storage.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.dolake.storage.lmdb.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemtableTest {
  private static final int STORAGE = 7;
  private static final int KEYS = 50;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private Memtable memtable = new Memtable();

  /** Many keys differ in their ninth byte only. */
  private static byte[] key(int number) {
    byte[] key = new byte[9];
    key[7] = (byte) (number >> 8);
    key[8] = (byte) number;
    return key;
  }

  private static int number(byte[] key) {
    return (key[7] & 0xff) << 8 | key[8] & 0xff;
  }

  private void put(int number, byte[] value, long lsn) {
    memtable.put(Space.DATA, STORAGE, key(number), value, lsn);
  }

  /** What a snapshot sees in a range: key to the value's first byte, or to null if deleted. */
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
      byte[] value = cursor.value();
      seen.put(number, value == null ? null : value[0]);
    }
    assertThat(cursor.key()).isNull();
    return seen;
  }

  private void checkSnapshotsSeeTheirVersions() {
    List<NavigableMap<Integer, Byte>> states = new ArrayList<>();
    states.add(new TreeMap<>());
    for (int lsn = 1; lsn <= 400; lsn++) {
      NavigableMap<Integer, Byte> state = new TreeMap<>(states.get(lsn - 1));
      int number = random.nextInt(KEYS);
      byte[] value = null;
      if (random.nextInt(4) > 0) {
        value = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 100_000 : 200)];
        random.nextBytes(value);
      }
      put(number, value, lsn);
      state.put(number, value == null ? null : value[0]);
      states.add(state);
    }
    for (int round = 0; round < 500; round++) {
      int lsn = random.nextInt(states.size());
      int number = random.nextInt(KEYS);
      VersionedValue found = memtable.get(Space.DATA, STORAGE, key(number), lsn);
      assertThat(found != null)
          .as("seed %d, lsn %d", seed, lsn)
          .isEqualTo(states.get(lsn).containsKey(number));
      Byte value = found == null || found.value() == null ? null : found.value()[0];
      assertThat(value).as("seed %d, lsn %d", seed, lsn).isEqualTo(states.get(lsn).get(number));
      int from = random.nextInt(KEYS);
      int to = from + random.nextInt(KEYS);
      assertThat(read(from, to, random.nextBoolean(), lsn))
          .as("seed %d, lsn %d", seed, lsn)
          .isEqualTo(states.get(lsn).subMap(from, to));
    }
    assertThat(memtable.has(Space.INDEX, STORAGE)).isFalse();
    assertThat(memtable.versions()).isEqualTo(400);
  }

  @Test
  void everySnapshotSeesItsOwnVersions() {
    checkSnapshotsSeeTheirVersions();
  }

  @Test
  void nextMemtableKnowsNothingOfTheEntriesBefore() {
    checkSnapshotsSeeTheirVersions();
    memtable = memtable.next();
    assertThat(memtable.isEmpty()).isTrue();
    assertThat(memtable.has(Space.DATA, STORAGE)).isFalse();
    // Its keys are in order from the beginning, since ranges of the one before were read.
    checkSnapshotsSeeTheirVersions();
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
                  put(keys.nextInt(KEYS), new byte[] {(byte) lsn}, lsn);
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

  /** Commit n writes the n-th of different keys, and ranges are read from some moment on. */
  @Test
  void noKeyIsMissingFromAnOrderThatIsMadeWhileOthersWrite() throws Exception {
    int count = 3_000;
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 100; round++) {
        memtable = new Memtable();
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(numbers, random);
        AtomicLong published = new AtomicLong();
        int firstRead = random.nextInt(count);
        Future<?> writing =
            writer.submit(
                () -> {
                  for (int number : numbers) {
                    put(number, new byte[] {1}, published.get() + 1);
                    published.incrementAndGet();
                  }
                });
        while (published.get() < firstRead && !writing.isDone()) {
          Thread.onSpinWait();
        }
        boolean last;
        do {
          last = writing.isDone();
          int lsn = (int) published.get();
          int newest = lsn == 0 ? 0 : numbers.get(lsn - 1);
          assertThat(memtable.get(Space.DATA, STORAGE, key(newest), lsn) != null || lsn == 0)
              .as("seed %d, lsn %d", seed, lsn)
              .isTrue();
          assertThat(read(0, count, false, lsn).size())
              .as("seed %d, lsn %d", seed, lsn)
              .isEqualTo(lsn);
        } while (!last);
        writing.get();
      }
    } finally {
      writer.shutdownNow();
    }
  }

  @Test
  void newestVersionsComeInTheOrderOfTheirKeys() {
    for (boolean rangeRead : new boolean[] {false, true}) {
      memtable = new Memtable();
      NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
      for (int lsn = 1; lsn <= 5_000; lsn++) {
        // Short ones, of few different bytes, so that many start with others or with zeros.
        byte[] key = new byte[random.nextInt(12)];
        for (int i = 0; i < key.length; i++) {
          key[i] = (byte) (random.nextInt(3) - 1);
        }
        byte[] value = random.nextInt(5) == 0 ? null : new byte[random.nextInt(30)];
        memtable.put(Space.INDEX, STORAGE, key, value, lsn);
        model.put(key, value == null ? new byte[] {-1} : value);
        if (rangeRead && lsn == 1_000) {
          memtable.entries(Space.INDEX, STORAGE, null, null, false, lsn);
        }
      }
      NavigableMap<byte[], byte[]> all = new TreeMap<>(Arrays::compareUnsigned);
      List<byte[]> keys = new ArrayList<>();
      MemtableCursor cursor = memtable.newest(Space.INDEX, STORAGE);
      while (cursor.next()) {
        keys.add(cursor.key());
        all.put(cursor.key(), cursor.value() == null ? new byte[] {-1} : cursor.value());
      }
      assertThat(keys).as("seed %d", seed).containsExactlyElementsOf(model.keySet());
      assertThat(all.values()).as("seed %d", seed).containsExactlyElementsOf(model.values());
      MemtableCursor range = memtable.entries(Space.INDEX, STORAGE, null, null, false, 5_000);
      for (byte[] key : model.keySet()) {
        assertThat(range.next()).as("seed %d", seed).isTrue();
        assertThat(range.key()).as("seed %d", seed).isEqualTo(key);
      }
      assertThat(range.next()).isFalse();
    }
  }

  @Test
  void keysInOrderCountAsMemory() {
    for (int number = 0; number < 1_000; number++) {
      put(number, new byte[10], number + 1);
    }
    long withoutOrder = memtable.bytes();
    assertThat(withoutOrder).isGreaterThan(1_000 * 19);
    read(0, 10, false, 1_000);
    assertThat(memtable.bytes()).isGreaterThan(withoutOrder + 1_000 * 9);
    long ordered = memtable.bytes();
    read(0, 10, false, 1_000);
    assertThat(memtable.bytes()).isEqualTo(ordered);
  }
}
