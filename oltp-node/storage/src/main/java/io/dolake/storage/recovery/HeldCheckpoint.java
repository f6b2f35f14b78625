package io.dolake.storage.recovery;

import io.dolake.storage.backup.BackupWriter;
import io.dolake.storage.lmdb.PinnedTree;
import io.dolake.storage.log.LogFiles;
import java.io.IOException;
import java.util.Collection;

/**
 * A checkpoint whose tree stays in LMDB's file, and whose log stays in the directory, until it is
 * closed. Close is idempotent.
 */
final class HeldCheckpoint implements BackupWriter.CheckpointSource, AutoCloseable {
  private final CheckpointFile file;
  private final PinnedTree tree;
  private final Collection<Long> heldLsns;
  private boolean closed;

  HeldCheckpoint(CheckpointFile file, PinnedTree tree, Collection<Long> heldLsns) {
    this.file = file;
    this.tree = tree;
    this.heldLsns = heldLsns;
    heldLsns.add(file.lsn());
  }

  @Override
  public long lsn() {
    return file.lsn();
  }

  @Override
  public long timestamp() {
    return file.timestamp();
  }

  @Override
  public void writeTo(LogFiles target) throws IOException {
    file.write(target);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      heldLsns.remove(file.lsn());
      tree.close();
    }
  }
}
