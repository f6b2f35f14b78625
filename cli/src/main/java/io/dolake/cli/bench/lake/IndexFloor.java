package io.dolake.cli.bench.lake;

import io.dolake.lake.IndexStoreOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * What an index of primary keys in RocksDB costs at least: one look-up and one change for each
 * change of a row, by one thread, with nothing around it. The lake job's options, the same keys,
 * the changes of one interval in the order of the keys and a flush after each, as at a checkpoint.
 */
final class IndexFloor {
  /** What the lake job takes in about a second. */
  private static final int INTERVAL_CHANGES = 150_000;

  private static final int KEY_GROUPS = 128;
  private static final int POSITION_BYTES = 8;

  private IndexFloor() {}

  /**
   * Loads an index and changes it.
   *
   * @param directory is created
   * @return CPU time of the process, RocksDB's own threads included
   */
  static CpuClock.Cost measure(Path directory, BenchWorkload workload, long changes)
      throws Exception {
    List<AutoCloseable> owned = new ArrayList<>();
    IndexStoreOptions options = new IndexStoreOptions();
    try (DBOptions database = options.createDBOptions(new DBOptions(), owned);
        ColumnFamilyOptions columns =
            options.createColumnOptions(new ColumnFamilyOptions(), owned);
        Options both = new Options(database, columns).setCreateIfMissing(true);
        WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
        FlushOptions flush = new FlushOptions();
        RocksDB store = RocksDB.open(both, Files.createDirectories(directory).toString())) {
      byte[] position = new byte[POSITION_BYTES];
      for (int i = 0; workload.nextOfLoad(); i++) {
        store.put(unlogged, keyOf(workload.key()), position);
        if (i % INTERVAL_CHANGES == 0) {
          store.flush(flush);
        }
      }
      store.flush(flush);
      long startNanos = System.nanoTime();
      CpuClock cpu = CpuClock.start();
      for (long done = 0; done < changes; done += INTERVAL_CHANGES) {
        int count = (int) Math.min(INTERVAL_CHANGES, changes - done);
        changeInterval(store, unlogged, workload, count);
        store.flush(flush);
      }
      return cpu.since(changes, (System.nanoTime() - startNanos) / 1e9);
    } finally {
      for (AutoCloseable each : owned) {
        each.close();
      }
    }
  }

  private static void changeInterval(
      RocksDB store, WriteOptions unlogged, BenchWorkload workload, int count)
      throws RocksDBException {
    byte[][] keys = new byte[count][];
    for (int i = 0; i < count; i++) {
      workload.nextChange();
      keys[i] = keyOf(workload.key());
    }
    Arrays.sort(keys, Arrays::compareUnsigned);
    byte[] position = new byte[POSITION_BYTES];
    for (byte[] key : keys) {
      store.get(key, position);
    }
    for (byte[] key : keys) {
      store.put(unlogged, key, position);
    }
  }

  private static byte[] keyOf(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return ByteBuffer.allocate(Short.BYTES + Long.BYTES)
        .putShort((short) Long.remainderUnsigned(mixed >>> 32, KEY_GROUPS))
        .putLong(key)
        .array();
  }
}
