package io.dolake.storage.verify;

import io.dolake.common.Lsn;
import io.dolake.common.catalog.Catalog;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.ExpressionCompiler;
import io.dolake.storage.ShardStore;
import io.dolake.storage.log.LogFiles;

/**
 * Verifies an open store to which nobody writes meanwhile: the retained log's chain, checksums and
 * records; that replaying it leaves the tables as they are; that every row can be read and lies
 * under its own key; and that every index has exactly the entries its table's rows make.
 */
public final class StoreVerifier {
  /** Holds the log back while it is read. */
  private static final String SLOT = "dolake verify";

  private final LogFiles files;
  private final ShardStore store;
  private final ExpressionCompiler compiler;

  /**
   * @param files the store's directory
   * @param compiler for the expressions and predicates of indexes
   */
  public StoreVerifier(LogFiles files, ShardStore store, ExpressionCompiler compiler) {
    this.files = files;
    this.store = store;
    this.compiler = compiler;
  }

  /** OBJECT_IN_USE if the store is written to meanwhile. */
  public VerifyReport verify() throws InterruptedException {
    Lsn logBefore = holdLog();
    try {
      return verify(logBefore);
    } finally {
      store.slots().drop(SLOT);
    }
  }

  /** Keeps the log from being removed meanwhile; the position that it begins after. */
  private Lsn holdLog() {
    store.slots().drop(SLOT);
    while (true) {
      Lsn logBefore = new Lsn(store.firstRetainedLsn().value() - 1);
      try {
        store.slots().create(SLOT, logBefore);
        return logBefore;
      } catch (DoLakeException e) {
        if (e.code() != ErrorCode.LSN_REMOVED) {
          throw e;
        }
        // Segments were removed between the look and the hold. There are fewer of them each time.
      }
    }
  }

  private VerifyReport verify(Lsn logBefore) throws InterruptedException {
    Findings findings = new Findings();
    long lsn = store.lastLsn().value();
    new LogVerifier(files, findings).verify(logBefore.value() + 1, lsn);
    if (findings.report().isClean()) {
      // A damaged log cannot be replayed.
      new ReplayVerifier(store, findings).verify(logBefore, lsn);
    }
    Catalog catalog = store.catalog();
    RowVerifier rows = new RowVerifier(store, catalog, compiler, findings);
    catalog.tables().forEach(rows::verify);
    catalog.sequences().forEach(rows::verify);
    if (store.lastLsn().value() != lsn) {
      throw writtenTo();
    }
    return findings.report();
  }

  static DoLakeException writtenTo() {
    return new DoLakeException(
        ErrorCode.OBJECT_IN_USE,
        "the shard was written to while it was verified",
        "Stop its clients and verify again.");
  }
}
