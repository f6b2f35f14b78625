package io.dolake.storage.recovery;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.lmdb.CheckpointPages;
import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.PinnedTree;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.txn.GroupCommitter;
import io.dolake.storage.txn.MemtableMover;
import io.dolake.storage.txn.StoreState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.PriorityBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pinned checkpoints, from which recovery starts.
 *
 * <ol>
 *   <li>Have what commits left in memory moved into LMDB.
 *   <li>Pin the tree that LMDB has then, and copy its meta pages.
 *   <li>Sync LMDB's file: every page of the pinned tree is durable. Nobody overwrites one of them
 *       meanwhile, nor later, because they are pinned.
 *   <li>Write the meta pages and the LSN to the checkpoint file.
 *   <li>Let go of the checkpoint before, whose pages may now be reused.
 * </ol>
 *
 * Commits go on beside all of that; those that come meanwhile are not in the checkpoint. A crash at
 * any point leaves a checkpoint file whose tree is whole on disk. One checkpoint is taken at a
 * time.
 */
final class Checkpointer {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private final Path dataDirectory;
  private final LogFiles files;
  private final LmdbEnvironment environment;
  private final GroupCommitter committer;
  private final MemtableMover mover;
  private final int pageBytes;

  private final PriorityBlockingQueue<Long> heldLsns = new PriorityBlockingQueue<>();

  private PinnedTree pinned;
  private volatile long lsn;
  private volatile long takenAtNanos = System.nanoTime();
  private volatile long pages;

  /** What is pinned and to be made a checkpoint. */
  private record Candidate(PinnedTree tree, byte[] metaPages, StoreState state) {}

  /**
   * @param pinned the tree of the checkpoint that the store was opened from, or null for none
   * @param lsn that checkpoint's LSN
   */
  Checkpointer(
      Path dataDirectory,
      LogFiles files,
      LmdbEnvironment environment,
      GroupCommitter committer,
      MemtableMover mover,
      PinnedTree pinned,
      long lsn) {
    this.dataDirectory = dataDirectory;
    this.files = files;
    this.environment = environment;
    this.committer = committer;
    this.mover = mover;
    this.pinned = pinned;
    this.lsn = lsn;
    this.pageBytes = environment.usage().pageBytes();
    this.pages = environment.usage().pages();
  }

  /** Takes a checkpoint. After a failure that is thrown the store must not go on. */
  void checkpoint() throws Exception {
    take();
  }

  /**
   * Takes a checkpoint that stays whole in LMDB's file until it is let go of, also when there are
   * later ones. DISK_FULL if there is no room for it. After a failure other than that and
   * STORE_FAILED the store must not go on.
   */
  synchronized HeldCheckpoint checkpointAndHold() throws Exception {
    CheckpointFile file =
        take()
            .orElseThrow(
                () ->
                    new DoLakeException(
                        ErrorCode.DISK_FULL,
                        "there is no room for a checkpoint",
                        "free disk space and try again"));
    PinnedTree tree = pinned;
    tree.retain();
    return new HeldCheckpoint(file, tree, heldLsns);
  }

  /** Empty if there is no room for the file: the checkpoint before goes on to be the last. */
  private synchronized Optional<CheckpointFile> take() throws Exception {
    long start = System.nanoTime();
    moveCommitted();
    Candidate candidate = mover.withUnchangedLmdb(this::pin);
    StoreState state = candidate.state();
    CheckpointFile file =
        new CheckpointFile(
            state.lsn(), state.timestamp(), candidate.tree().lmdbTxnId(), candidate.metaPages());
    try {
      // Without a sync for each group LMDB may have what the log would lose.
      committer.syncLogUpTo(state.lsn());
      environment.sync();
      if (!prepare(file)) {
        candidate.tree().close();
        return Optional.empty();
      }
      CheckpointFile.publish(files);
    } catch (Exception e) {
      candidate.tree().close();
      throw e;
    }
    PinnedTree before = pinned;
    pinned = candidate.tree();
    lsn = state.lsn();
    takenAtNanos = start;
    pages = environment.usage().pages();
    if (before != null) {
      before.close();
    }
    LOG.info("checkpoint: lsn={} millis={}", lsn, (System.nanoTime() - start) / 1_000_000);
    return Optional.of(file);
  }

  /** Brings everything into LMDB that is committed by now. */
  private void moveCommitted() {
    mover.moveFrozen();
    // If somebody else freezes first, that has everything which was committed before as well.
    committer.freezeMemtable();
    mover.moveFrozen();
  }

  private Candidate pin(StoreState state) throws IOException {
    PinnedTree tree = environment.pin();
    try {
      return new Candidate(tree, CheckpointPages.read(dataDirectory, pageBytes), state);
    } catch (IOException | RuntimeException e) {
      tree.close();
      throw e;
    }
  }

  /** The log after this LSN is needed by the last checkpoint or by one that is held. */
  long oldestNeededLsn() {
    Long held = heldLsns.peek();
    return held == null ? lsn : Math.min(held, lsn);
  }

  private boolean prepare(CheckpointFile file) {
    try {
      file.prepare(files);
      return true;
    } catch (IOException e) {
      LOG.warn("checkpoint at LSN {} was not written: {}", file.lsn(), e.toString());
      return false;
    }
  }

  /** LSN of the last checkpoint. */
  long lsn() {
    return lsn;
  }

  long takenAtNanos() {
    return takenAtNanos;
  }

  /** Pages in LMDB's file after the last checkpoint. */
  long pages() {
    return pages;
  }

  int pageBytes() {
    return pageBytes;
  }

  /** Lets go of the pinned tree before LMDB is closed. */
  synchronized void close() {
    if (pinned != null) {
      pinned.close();
      pinned = null;
    }
  }
}
