package io.dolake.lake;

import java.util.Collection;
import java.util.List;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;

/**
 * RocksDB for the primary-key index: small entries, read one by one, half of them replaced before
 * long, pieces of the log of what is not written yet, all of them replaced before long, and a flush
 * at every checkpoint. So the many small files of level 0 are merged seldom, and filters keep
 * look-ups from opening them. Almost every key that is looked up is there, so the last level goes
 * without filters. One thread writes, and needs no provisions for others. Sizes of caches and
 * buffers stay with Flink's managed memory.
 */
public final class IndexStoreOptions implements RocksDBOptionsFactory {
  private static final long serialVersionUID = 1L;
  private static final int LEVEL_0_FILES = 8;
  private static final int LEVEL_0_SLOWDOWN = 40;
  private static final int LEVEL_0_STOP = 60;
  private static final double FILTER_BITS_PER_KEY = 10;
  private static final double HASH_UTILISATION = 0.75;

  @Override
  public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> toClose) {
    return current.setAllowConcurrentMemtableWrite(false);
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions current, Collection<AutoCloseable> toClose) {
    BloomFilter filter = new BloomFilter(FILTER_BITS_PER_KEY, false);
    toClose.add(filter);
    BlockBasedTableConfig blocks =
        current.tableFormatConfig() instanceof BlockBasedTableConfig given
            ? given
            : new BlockBasedTableConfig();
    blocks
        .setFilterPolicy(filter)
        .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
        .setDataBlockHashTableUtilRatio(HASH_UTILISATION);
    return current
        .setTableFormatConfig(blocks)
        .setOptimizeFiltersForHits(true)
        .setCompressionPerLevel(List.of()) // Flink names Snappy for each level
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setLevel0FileNumCompactionTrigger(LEVEL_0_FILES)
        .setLevel0SlowdownWritesTrigger(LEVEL_0_SLOWDOWN)
        .setLevel0StopWritesTrigger(LEVEL_0_STOP);
  }
}
