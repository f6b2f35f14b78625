package io.dolake.storage.recovery;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ShardStore;
import io.dolake.storage.StoreConfig;
import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.catalog.CatalogStore;
import io.dolake.storage.lmdb.CheckpointPages;
import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.PinnedTree;
import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.log.LogScanner;
import io.dolake.storage.log.LogTail;
import io.dolake.storage.txn.CommittedVersion;
import io.dolake.storage.txn.LogReplay;
import io.dolake.storage.txn.RowIdCounters;
import io.dolake.storage.txn.StoreState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a shard, always in the same way, whether it was closed, killed or lost power:
 *
 * <ol>
 *   <li>lock the directory and check whose it is;
 *   <li>find the end of the log and cut off what was never acknowledged;
 *   <li>put the checkpoint's meta pages back, so that LMDB has the checkpoint's tree, or begin with
 *       an empty one if there is no checkpoint; pin the tree;
 *   <li>replay the log after the checkpoint.
 * </ol>
 */
public final class StoreOpener {
  private static final Logger LOG = LoggerFactory.getLogger(StoreOpener.class);

  private final Path path;
  private final StoreConfig config;

  /** What is open so far, to be closed in reverse order if a later step fails. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  public StoreOpener(Path path, StoreConfig config) {
    this.path = path;
    this.config = config;
  }

  public ShardStore open() {
    try {
      return openSteps();
    } catch (IOException e) {
      throw closeAfter(
          new DoLakeException(
              ErrorCode.IO_ERROR, "cannot open " + path + ": " + e.getMessage(), null, e));
    } catch (RuntimeException e) {
      throw closeAfter(e);
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  private RuntimeException closeAfter(RuntimeException failure) {
    for (AutoCloseable resource : opened) {
      try {
        resource.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  private ShardStore openSteps() throws IOException {
    long start = System.nanoTime();
    StoreDirectory directory = keep(StoreDirectory.lock(path, config.shardId()));
    LogFiles files = config.logFiles().open(directory.logDirectory());
    Optional<CheckpointFile> checkpoint = CheckpointFile.read(files);
    long checkpointLsn = checkpoint.map(CheckpointFile::lsn).orElse(0L);
    LogTail tail =
        new LogScanner(files).recover(config.shardId().value(), checkpointLsn, checkpointLsn);
    restoreCheckpoint(directory, checkpoint);
    LmdbEnvironment environment =
        keep(
            new LmdbEnvironment(
                directory.dataDirectory(),
                config.initialMapBytes(),
                config.maxMapBytes(),
                config.maxReaders()));
    PinnedTree pinned = checkpoint.isPresent() ? keep(environment.pin()) : null;
    RowIdCounters rowIds = new RowIdCounters();
    StoreState state;
    CatalogState catalog;
    try (WriteBatch batch = environment.beginWrite()) {
      state = StoreState.load(batch);
      catalog = CatalogStore.load(batch, config.expressionCompiler());
      rowIds.load(batch);
    }
    if (state.lsn() != checkpointLsn) {
      throw new DoLakeException(
          ErrorCode.LOG_DAMAGED,
          "LMDB stands at LSN " + state.lsn() + ", its checkpoint at " + checkpointLsn,
          "restore the shard from a backup");
    }
    LogReplay replay = new LogReplay(environment, rowIds, state, catalog);
    replay.run(files, tail.lastLsn());
    rowIds.begin();
    LOG.info(
        "shard {} opened: lsn={} checkpointLsn={} replayedTransactions={} millis={}",
        config.shardId(),
        tail.lastLsn(),
        checkpointLsn,
        replay.transactionCount(),
        (System.nanoTime() - start) / 1_000_000);
    return new ShardStoreOnDisk(
        config,
        directory,
        files,
        environment,
        pinned,
        checkpointLsn,
        tail,
        replay.state(),
        currentVersion(environment, replay),
        rowIds);
  }

  private static void restoreCheckpoint(
      StoreDirectory directory, Optional<CheckpointFile> checkpoint) throws IOException {
    if (checkpoint.isPresent()) {
      CheckpointPages.restore(directory.dataDirectory(), checkpoint.get().metaPages());
    } else {
      CheckpointPages.discard(directory.dataDirectory());
    }
  }

  private static CommittedVersion currentVersion(LmdbEnvironment environment, LogReplay replay) {
    try (PinnedTree now = environment.pin()) {
      return CommittedVersion.inLmdb(
          now.lmdbTxnId(), replay.state().lsn(), replay.state().timestamp(), replay.catalog());
    }
  }
}
