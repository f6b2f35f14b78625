package io.dolake.storage.txn;

import java.io.IOException;

/** Hears of the log's growth, with the writer's role held: must be quick. */
public interface CommitListener {
  /** Everything up to this LSN is durable and visible. */
  void committed(long lsn);

  /** The log goes on in a new segment. */
  void segmentBegun() throws IOException;

  /** Nothing will be committed any more. */
  void failed(Throwable cause);
}
