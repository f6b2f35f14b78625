package io.dolake.sql.temp;

import io.dolake.common.IndexId;
import io.dolake.common.TableId;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.Durability;
import io.dolake.storage.ExpressionCompiler;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.ShardStore;
import io.dolake.storage.ShardStores;
import io.dolake.storage.ShardTransaction;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.TransactionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary objects of one session, in the schema {@value #SCHEMA}. They live in a store of
 * their own in a temporary directory, so that nobody else sees them, no log carries them and they
 * go away with the session. {@link #join} makes one transaction of the shard's and this store's.
 *
 * <p>Ids of temporary tables and indexes begin at {@value #FIRST_ID}, far above the shard's, so
 * that an id tells which store it belongs to. Used by the session's thread; {@link #close} is
 * idempotent.
 */
public final class TempDatabase implements AutoCloseable {
  public static final String SCHEMA = "temp";

  static final int FIRST_ID = 1 << 30;

  private static final Logger LOG = LoggerFactory.getLogger(TempDatabase.class);
  private static final long MAX_MAP_BYTES = 64L << 30;
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofHours(1);

  private final Path directory;
  private final ShardStore store;

  private TempDatabase(Path directory, ShardStore store) {
    this.directory = directory;
    this.store = store;
  }

  /** Opens an empty one. IO_ERROR if the temporary directory cannot be written. */
  public static TempDatabase open(ExpressionCompiler expressions) {
    Path directory;
    try {
      directory = Files.createTempDirectory("dolake-temp-");
    } catch (IOException e) {
      throw new DoLakeException(
          ErrorCode.IO_ERROR,
          "no directory for temporary tables can be made: " + e.getMessage(),
          "Point java.io.tmpdir at a directory with free space.",
          e);
    }
    StoreConfig config =
        StoreConfig.builder()
            .durability(Durability.OS)
            .checkpointInterval(CHECKPOINT_INTERVAL)
            .maxMapBytes(MAX_MAP_BYTES)
            .expressionCompiler(expressions)
            .build();
    try {
      return new TempDatabase(directory, ShardStores.open(directory, config));
    } catch (RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  public static boolean isTemporary(TableId table) {
    return table.value() >= FIRST_ID;
  }

  static boolean isTemporary(IndexId index) {
    return index.value() >= FIRST_ID;
  }

  public static boolean isTemporary(String schema) {
    return schema.equalsIgnoreCase(SCHEMA);
  }

  /** A transaction that reads and writes both stores. */
  public ShardTransaction join(ShardTransaction shard) {
    return shard instanceof JoinedTransaction ? shard : new JoinedTransaction(shard, this);
  }

  /** A catalog with the objects of both. */
  public Catalog join(Catalog shard) {
    return new JoinedCatalog(shard, store.catalog());
  }

  ShardTransaction begin(Duration lockTimeout) {
    return store.begin(new TransactionOptions(IsolationLevel.SNAPSHOT, false, lockTimeout));
  }

  /** An id for a new table in a schema. */
  public static TableId newTableId(ShardTransaction transaction, String schema) {
    return isTemporary(schema)
        ? ((JoinedTransaction) transaction).allocateTemporaryTableId()
        : transaction.allocateTableId();
  }

  /** An id for a new index of a table. */
  public static IndexId newIndexId(ShardTransaction transaction, TableId table) {
    return isTemporary(table)
        ? ((JoinedTransaction) transaction).allocateTemporaryIndexId()
        : transaction.allocateIndexId();
  }

  @Override
  public void close() {
    store.close();
    delete(directory);
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted((a, b) -> b.compareTo(a)).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("temporary tables could not be removed directory={}", directory, e);
    }
  }
}
