package io.dolake.cli.lake;

import io.dolake.common.Lsn;
import java.time.Instant;

/** The moment a lake table is read at. */
sealed interface AsOf {
  /** The newest cut. */
  record Latest() implements AsOf {}

  /** The database as it stood at this wall-clock time. */
  record Time(Instant instant) implements AsOf {}

  /** The database right after this commit of its shard. */
  record AtLsn(Lsn lsn) implements AsOf {}

  AsOf LATEST = new Latest();
}
