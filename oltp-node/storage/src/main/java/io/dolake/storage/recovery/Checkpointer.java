package io.dolake.storage.recovery;

import io.dolake.storage.lmdb.CheckpointPages;
import io.dolake.storage.lmdb.LmdbEnvironment;
import io.dolake.storage.lmdb.PinnedTree;
import io.dolake.storage.log.LogFiles;
import io.dolake.storage.txn.GroupApplier;
import io.dolake.storage.txn.GroupCommitter;
import io.dolake.storage.txn.StoreState;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pinned checkpoints, from which recovery starts.
 *
 * <ol>
 *   <li>Between two groups, pin the tree that LMDB has now and copy its meta pages.
 *   <li>Beside the writer, sync LMDB's file: every page of the pinned tree is durable. The writer
 *       overwrites none of them meanwhile, nor later, because they are pinned.
 *   <li>Write the meta pages and the LSN to the checkpoint file.
 *   <li>Let go of the checkpoint before, whose pages may now be reused.
 * </ol>
 *
 * A crash at any point leaves a checkpoint file whose tree is whole on disk. One checkpoint is
 * taken at a time.
 */
final class Checkpointer {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private final Path dataDirectory;
  private final LogFiles files;
  private final LmdbEnvironment environment;
  private final GroupCommitter committer;
  private final GroupApplier applier;
  private final int pageBytes;

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
      GroupApplier applier,
      PinnedTree pinned,
      long lsn) {
    this.dataDirectory = dataDirectory;
    this.files = files;
    this.environment = environment;
    this.committer = committer;
    this.applier = applier;
    this.pinned = pinned;
    this.lsn = lsn;
    this.pageBytes = environment.usage().pageBytes();
    this.pages = environment.usage().pages();
  }

  /** Takes a checkpoint. After a failure the store must not go on. */
  synchronized void checkpoint() throws Exception {
    long start = System.nanoTime();
    Candidate candidate =
        committer.withWriterRole(
            () -> {
              committer.syncLog();
              PinnedTree tree = environment.pin();
              byte[] metaPages = CheckpointPages.read(dataDirectory, pageBytes);
              return new Candidate(tree, metaPages, applier.state());
            });
    try {
      environment.sync();
      StoreState state = candidate.state();
      new CheckpointFile(
              state.lsn(), state.timestamp(), candidate.tree().lmdbTxnId(), candidate.metaPages())
          .write(files);
    } catch (IOException | RuntimeException e) {
      // The checkpoint before stays pinned: it is still the one to recover from.
      candidate.tree().close();
      throw e;
    }
    PinnedTree before = pinned;
    pinned = candidate.tree();
    lsn = candidate.state().lsn();
    takenAtNanos = start;
    pages = environment.usage().pages();
    if (before != null) {
      before.close();
    }
    LOG.info("checkpoint: lsn={} millis={}", lsn, (System.nanoTime() - start) / 1_000_000);
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
