package io.dolake.storage.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedEntryWriterTest {
  private static final int STORAGES = 3;
  private static final int BATCHES = 60;
  private static final int MOST_CHANGES = 200;
  private static final byte[] GONE = {};

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void entriesAreThoseOfAModel(long seed) throws Exception {
    Random random = new Random(seed);
    try (LmdbEnvironment environment = new LmdbEnvironment(directory, 64 << 20, 64 << 20, 16)) {
      Map<Integer, TreeMap<byte[], byte[]>> model = new TreeMap<>();
      for (int storage = 1; storage <= STORAGES; storage++) {
        model.put(storage, new TreeMap<>(Arrays::compareUnsigned));
      }
      for (int batch = 0; batch < BATCHES; batch++) {
        int storage = 1 + random.nextInt(STORAGES);
        apply(environment, storage, changes(random, model.get(storage)), model.get(storage));
        model.forEach((id, expected) -> assertEntries(environment, id, expected));
      }
    }
  }

  /** New keys all over or behind the last one, and keys that are there, to replace or delete. */
  private static TreeMap<byte[], byte[]> changes(Random random, TreeMap<byte[], byte[]> present) {
    TreeMap<byte[], byte[]> changes = new TreeMap<>(Arrays::compareUnsigned);
    boolean behind = random.nextBoolean();
    int count = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[random.nextInt(20) == 0 ? 480 + random.nextInt(60) : 9];
      random.nextBytes(key);
      if (behind && !present.isEmpty()) {
        System.arraycopy(present.lastKey(), 0, key, 0, Math.min(4, present.lastKey().length));
        key[4] = (byte) 0xff;
      }
      byte[] value = new byte[1 + random.nextInt(random.nextInt(30) == 0 ? 9_000 : 100)];
      random.nextBytes(value);
      changes.put(key, value);
    }
    for (byte[] key : present.keySet()) {
      if (random.nextInt(8) == 0) {
        changes.put(key, random.nextBoolean() ? GONE : new byte[] {1, 2, 3});
      }
    }
    return changes;
  }

  private static void apply(
      LmdbEnvironment environment,
      int storage,
      TreeMap<byte[], byte[]> changes,
      TreeMap<byte[], byte[]> model)
      throws WriteBatch.MapFullException {
    try (WriteBatch batch = environment.beginWrite()) {
      try (SortedEntryWriter writer = batch.sortedWriter(Space.DATA)) {
        for (Map.Entry<byte[], byte[]> change : changes.entrySet()) {
          if (change.getValue() == GONE) {
            writer.delete(storage, change.getKey());
            model.remove(change.getKey());
          } else {
            writer.put(storage, change.getKey(), change.getValue());
            model.put(change.getKey(), change.getValue());
          }
        }
      }
      batch.commit();
    }
  }

  private static void assertEntries(
      LmdbEnvironment environment, int storage, TreeMap<byte[], byte[]> expected) {
    ReadSnapshot snapshot = environment.openSnapshot(Long.MAX_VALUE);
    try (EntryCursor entries = snapshot.entries(Space.DATA, storage, null, null, false)) {
      for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
        assertThat(entries.next()).isTrue();
        assertThat(entries.key()).isEqualTo(entry.getKey());
        assertThat(entries.value()).isEqualTo(entry.getValue());
      }
      assertThat(entries.next()).isFalse();
    } finally {
      snapshot.release();
    }
  }
}
