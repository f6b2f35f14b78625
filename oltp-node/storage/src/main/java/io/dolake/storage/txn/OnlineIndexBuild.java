package io.dolake.storage.txn;

import io.dolake.common.IndexId;
import io.dolake.common.catalog.CatalogChange;
import io.dolake.common.catalog.IndexDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.storage.IsolationLevel;
import io.dolake.storage.TransactionOptions;
import io.dolake.storage.UniqueViolationException;
import io.dolake.storage.catalog.CatalogState;
import io.dolake.storage.catalog.TableLayout;
import java.time.Duration;

/**
 * Fills an index that is not ready while its table is written. Writers keep its entries up to date
 * from the moment it exists; the rows from before get theirs in pieces, between groups, where
 * nobody else changes anything. When all have one, a transaction of its own makes the index ready.
 */
public final class OnlineIndexBuild {
  private static final int ROWS_PER_STEP = 2_000;
  private static final TransactionOptions OPTIONS =
      new TransactionOptions(IsolationLevel.READ_COMMITTED, false, Duration.ofMinutes(1));

  private final TransactionContext context;
  private final IndexId id;

  public OnlineIndexBuild(TransactionContext context, IndexId id) {
    this.context = context;
    this.id = id;
  }

  /**
   * Fills the index and makes it ready; does nothing if it is. A unique index that cannot be is
   * dropped.
   *
   * @throws UniqueViolationException if rows have the same values in a unique index
   * @throws DoLakeException UNDEFINED_OBJECT if the index does not exist, or not any more
   */
  public void run() {
    IndexDef index = require();
    if (index.ready()) {
      return;
    }
    try {
      fill();
    } catch (UniqueViolationException e) {
      change(new CatalogChange.DropIndex(id));
      throw e;
    }
    IndexDef ready =
        new IndexDef(
            id,
            index.table(),
            index.name(),
            index.columns(),
            index.unique(),
            index.predicate(),
            true,
            index.createSql());
    change(new CatalogChange.CreateIndex(ready));
  }

  private IndexDef require() {
    return context
        .versions
        .current()
        .catalog()
        .index(id)
        .orElseThrow(
            () ->
                new DoLakeException(ErrorCode.UNDEFINED_OBJECT, "there is no index with id " + id));
  }

  private void fill() {
    IndexFiller filler = null;
    boolean done = false;
    while (!done) {
      IndexFiller before = filler;
      filler = withAllInLmdb(before);
      done = filler.isDone();
    }
  }

  /** One step, with the catalog as it is then: the table may have been altered or truncated. */
  private IndexFiller withAllInLmdb(IndexFiller before) {
    try {
      return context.committer.withAllInLmdb(
          () -> {
            CatalogState catalog = context.versions.current().catalog();
            IndexDef index = require();
            TableLayout layout = catalog.layout(index.table());
            IndexFiller filler = IndexFiller.continuing(before, layout, index);
            context.applier.maintain(filler.step(ROWS_PER_STEP));
            return filler;
          });
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new DoLakeException(ErrorCode.INTERNAL_ERROR, e.getMessage(), null, e);
    }
  }

  private void change(CatalogChange change) {
    try (Transaction transaction = new Transaction(context, OPTIONS)) {
      transaction.apply(change);
      transaction.commit();
    }
  }
}
