package io.dolake.storage;

import io.dolake.storage.recovery.StoreOpener;
import java.nio.file.Path;

/** Opens stores. */
public final class ShardStores {
  private ShardStores() {}

  /**
   * Opens the shard in a directory, which is created if it is missing. Brings it back to its last
   * durable transaction after any kind of stop.
   *
   * @throws io.dolake.common.error.DoLakeException STORE_LOCKED if another store has the directory
   *     open, STORE_READ_ONLY_DIRECTORY, STORE_FORMAT_VERSION, LOG_DAMAGED if durable transactions
   *     are missing, IO_ERROR
   */
  public static ShardStore open(Path directory, StoreConfig config) {
    return new StoreOpener(directory, config).open();
  }
}
