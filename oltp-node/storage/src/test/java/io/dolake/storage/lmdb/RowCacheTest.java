package io.dolake.storage.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCacheTest {
  private static final int STORAGE = 7;
  private static final byte[] KEY = {1, 2, 3};
  private static final byte[] VALUE = {4, 5, 6, 7};

  private final RowCache cache = new RowCache(64 << 10, 10);

  @Test
  void rowIsFoundUnderItsStorageAndKeyOnly() {
    cache.fill(10, STORAGE, KEY, VALUE);
    assertThat(cache.find(10, STORAGE, KEY)).containsExactly(VALUE);
    assertThat(cache.find(11, STORAGE, KEY)).containsExactly(VALUE);
    assertThat(cache.find(10, STORAGE + 1, KEY)).isNull();
    assertThat(cache.find(10, STORAGE, new byte[] {1, 2})).isNull();
    assertThat(cache.hits()).isEqualTo(2);
  }

  @Test
  void emptyKeysAndValuesAreRowsToo() {
    cache.fill(10, STORAGE, new byte[0], VALUE);
    cache.fill(10, STORAGE, KEY, new byte[0]);
    assertThat(cache.find(10, STORAGE, new byte[0])).containsExactly(VALUE);
    assertThat(cache.find(10, STORAGE, KEY)).isEmpty();
  }

  @Test
  void rowOfHalfABucketIsKeptAndALargerOneIsNot() {
    int room = RowBuckets.MAX_CONTENT_BYTES - KEY.length;
    cache.fill(10, STORAGE, KEY, new byte[room]);
    assertThat(cache.find(10, STORAGE, KEY)).hasSize(room);
    byte[] other = {9};
    cache.fill(10, STORAGE, other, new byte[room + 3]);
    assertThat(cache.find(10, STORAGE, other)).isNull();
    byte[] longKey = new byte[RowBuckets.BUCKET_BYTES];
    cache.fill(10, STORAGE, longKey, new byte[0]);
    cache.change(11, STORAGE, longKey);
    assertThat(cache.find(11, STORAGE, longKey)).isNull();
  }

  /** How often it had to be tried until the row came in. */
  private static int fillUntilFound(RowCache cache, byte[] key, byte[] value) {
    int fills = 0;
    while (cache.find(10, STORAGE, key) == null && fills < 100) {
      cache.fill(10, STORAGE, key, value);
      fills++;
    }
    return fills;
  }

  /** Two buckets hold a dozen rows each, and less than two kilobytes. */
  @Test
  void oldestRowsMakeRoomForOthers() {
    for (int valueLength : new int[] {1, 100, 400}) {
      RowCache small = new RowCache(2 * RowBuckets.BUCKET_BYTES, 10);
      int rows = 100;
      for (int i = 0; i < rows; i++) {
        int fills = fillUntilFound(small, new byte[] {(byte) i}, new byte[valueLength]);
        assertThat(fills).isLessThanOrEqualTo(8);
      }
      assertThat(small.find(10, STORAGE, new byte[] {(byte) (rows - 1)})).hasSize(valueLength);
      int found = 0;
      int oldest = rows;
      for (int i = rows - 1; i >= 0; i--) {
        if (small.find(10, STORAGE, new byte[] {(byte) i}) != null) {
          found++;
          oldest = i;
        }
      }
      int capacity = Math.min(24, 2 * (960 / (9 + valueLength)));
      assertThat(found).isEqualTo(capacity);
      assertThat(oldest).isGreaterThan(rows - 4 * capacity);
    }
  }

  @Test
  void changedRowsMakeRoomBeforeOthersDo() {
    RowCache small = new RowCache(2 * RowBuckets.BUCKET_BYTES, 10);
    small.fill(10, STORAGE, KEY, VALUE);
    byte[] busy = {9};
    for (int commit = 11; commit < 100; commit++) {
      small.change(commit, STORAGE, busy);
      small.fill(commit, STORAGE, busy, new byte[100]);
      assertThat(small.find(commit, STORAGE, busy)).hasSize(100);
    }
    assertThat(small.find(100, STORAGE, KEY)).containsExactly(VALUE);
  }

  @Test
  void changedRowIsForgottenAndViewsOfBeforeStayOut() {
    cache.fill(10, STORAGE, KEY, VALUE);
    cache.change(12, STORAGE, KEY);
    assertThat(cache.find(12, STORAGE, KEY)).isNull();
    cache.fill(11, STORAGE, KEY, VALUE);
    assertThat(cache.find(12, STORAGE, KEY)).isNull();
    cache.fill(12, STORAGE, KEY, new byte[] {8});
    assertThat(cache.find(12, STORAGE, KEY)).containsExactly(8);
    assertThat(cache.find(11, STORAGE, KEY)).isNull();
  }

  @Test
  void viewsFromBeforeTheCacheStayOut() {
    cache.fill(9, STORAGE, KEY, VALUE);
    assertThat(cache.find(10, STORAGE, KEY)).isNull();
    cache.fill(10, STORAGE, KEY, VALUE);
    assertThat(cache.find(9, STORAGE, KEY)).isNull();
  }

  @Test
  void cacheIsCrowdedWhileMostRowsHaveToDisplaceOthers() {
    RowCache small = new RowCache(4 * RowBuckets.BUCKET_BYTES, 1);
    for (int i = 0; i < 10_000; i++) {
      small.fill(1, STORAGE, new byte[] {(byte) (i >> 8), (byte) i}, VALUE);
    }
    assertThat(small.isCrowded()).isTrue();
    for (int commit = 2; commit < 10_000; commit++) {
      small.change(commit, STORAGE, KEY);
      small.fill(commit, STORAGE, KEY, VALUE);
    }
    assertThat(small.isCrowded()).isFalse();
  }

  /** A writer that changes few rows all the time, and readers of old and new views. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyViewFindsItsOwnRows(long seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Model model = new Model(new RowCache(2 * RowBuckets.BUCKET_BYTES, 1));
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(700);
      List<Callable<Long>> tasks = new ArrayList<>();
      tasks.add(() -> model.write(new Random(seed), end));
      for (int i = 1; i <= 3; i++) {
        long readerSeed = seed * 31 + i;
        tasks.add(() -> model.read(new Random(readerSeed), end));
      }
      long found = 0;
      for (Future<Long> task : threads.invokeAll(tasks)) {
        found += task.get();
      }
      assertThat(found).as("rows found in the cache").isPositive();
    } finally {
      threads.shutdownNow();
    }
  }

  /** What LMDB would hold: all versions of each row by the commit that wrote them. */
  private static final class Model {
    private static final int ROWS = 24;

    private final RowCache cache;
    private final List<ConcurrentSkipListMap<Long, byte[]>> versions = new ArrayList<>();
    private volatile long committed = 1;

    Model(RowCache cache) {
      this.cache = cache;
      for (int row = 0; row < ROWS; row++) {
        ConcurrentSkipListMap<Long, byte[]> ofRow = new ConcurrentSkipListMap<>();
        ofRow.put(1L, valueOf(row, 1));
        versions.add(ofRow);
      }
    }

    private static byte[] keyOf(int row) {
      byte[] key = new byte[1 + row % 20];
      key[0] = (byte) row;
      return key;
    }

    /** Each byte tells of the version, so that a mixture of two would be seen. */
    private static byte[] valueOf(int row, long version) {
      byte[] value = new byte[1 + (int) ((row * 31L + version) % 180)];
      for (int i = 0; i < value.length; i++) {
        value[i] = (byte) (version * 7 + row + i);
      }
      return value;
    }

    long write(Random random, long end) {
      while (System.nanoTime() - end < 0) {
        long next = committed + 1;
        int changes = 1 + random.nextInt(5);
        for (int i = 0; i < changes; i++) {
          int row = random.nextInt(ROWS);
          cache.change(next, STORAGE, keyOf(row));
          versions.get(row).put(next, valueOf(row, next));
        }
        committed = next;
        if (random.nextInt(3) == 0) {
          Thread.yield();
        }
      }
      return 0;
    }

    long read(Random random, long end) {
      long found = 0;
      while (System.nanoTime() - end < 0) {
        long view = committed;
        int looks = 1 + random.nextInt(random.nextInt(4) == 0 ? 500 : 20);
        for (int i = 0; i < looks; i++) {
          int row = random.nextInt(ROWS);
          byte[] expected = versions.get(row).floorEntry(view).getValue();
          byte[] cached = cache.find(view, STORAGE, keyOf(row));
          if (cached == null) {
            cache.fill(view, STORAGE, keyOf(row), expected);
          } else {
            found++;
            assertThat(cached).as("row %d in view %d", row, view).isEqualTo(expected);
          }
        }
      }
      return found;
    }
  }
}
