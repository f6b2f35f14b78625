package io.dolake.sql.sequence;

import io.dolake.common.TableId;
import io.dolake.common.error.DoLakeException;
import io.dolake.storage.ShardStore;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sequences of a database, for all of its sessions. Thread-safe. */
public final class SharedSequences implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedSequences.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

  private final ShardStore store;
  private final ConcurrentHashMap<TableId, SharedSequence> sequences = new ConcurrentHashMap<>();
  private final RowNumbers rowNumbers;

  public SharedSequences(ShardStore store) {
    this.store = store;
    rowNumbers = new RowNumbers(store);
  }

  SharedSequence of(TableId id) {
    SharedSequence known = sequences.get(id);
    if (known != null) {
      return known;
    }
    sequences.keySet().removeIf(old -> store.catalog().table(old).isEmpty());
    return sequences.computeIfAbsent(id, absent -> new SharedSequence(store, absent));
  }

  RowNumbers rowNumbers() {
    return rowNumbers;
  }

  /** Whether everybody has this version of a sequence or table, or a later one. */
  boolean isCommitted(TableId id, int schemaVersion) {
    return store
        .catalog()
        .table(id)
        .filter(committed -> committed.schemaVersion() >= schemaVersion)
        .isPresent();
  }

  ShardStore store() {
    return store;
  }

  /** Gives the numbers back that are set aside, so that the next start goes on without a gap. */
  @Override
  public void close() {
    try {
      sequences.values().forEach(sequence -> sequence.giveBack(CLOSE_TIMEOUT));
    } catch (DoLakeException e) {
      LOG.info("sequences will skip numbers that were set aside reason={}", e.getMessage());
    }
  }
}
