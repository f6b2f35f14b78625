package io.dolake.storage.txn;

import io.dolake.common.catalog.IndexDef;
import io.dolake.storage.UniqueViolationException;
import io.dolake.storage.catalog.IndexLayout;
import io.dolake.storage.catalog.TableLayout;
import io.dolake.storage.lmdb.Space;
import io.dolake.storage.lmdb.WriteBatch;
import io.dolake.storage.lmdb.WriteBatch.MapFullException;

/** Fills an index from the committed rows of its table, in pieces. */
final class IndexFiller {
  private static final byte[] NO_VALUE = {};

  private final TableLayout layout;
  private final IndexLayout index;
  private byte[] resumePoint;
  private boolean done;

  /**
   * @param layout the table with the index in it
   */
  IndexFiller(TableLayout layout, IndexDef index) {
    this.layout = layout;
    this.index =
        layout.indexes().stream()
            .filter(candidate -> candidate.index().id().equals(index.id()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("table lacks index " + index.name()));
  }

  /** A filler for the same index that goes on where another stopped, if the rows are the same. */
  static IndexFiller continuing(IndexFiller before, TableLayout layout, IndexDef index) {
    IndexFiller filler = new IndexFiller(layout, index);
    if (before != null
        && before.layout.storageId() == layout.storageId()
        && before.index.storageId() == filler.index.storageId()) {
      filler.resumePoint = before.resumePoint;
    }
    return filler;
  }

  /** Whether the last step reached the end of the table. */
  boolean isDone() {
    return done;
  }

  /** {@link #fillSome} as an action that can be repeated when its batch has to be. */
  GroupApplier.BatchAction<Boolean> step(int limit) {
    byte[] start = resumePoint;
    return batch -> {
      resumePoint = start;
      return fillSome(batch, limit);
    };
  }

  /**
   * Adds the entries of up to {@code limit} more rows.
   *
   * @return true when all rows have their entry
   * @throws UniqueViolationException if a unique index would get a value twice
   */
  boolean fillSome(WriteBatch batch, int limit) throws MapFullException {
    int[] count = {0};
    resumePoint =
        batch.walk(
            Space.DATA,
            layout.storageId(),
            resumePoint,
            (key, image) -> {
              add(batch, key, image);
              return ++count[0] < limit;
            });
    done = resumePoint == null;
    return done;
  }

  private void add(WriteBatch batch, byte[] key, byte[] image) throws MapFullException {
    Object[] row = layout.decodeRow(image);
    IndexLayout.Entry entry = index.entryOf(row);
    if (entry == null) {
      return;
    }
    if (index.index().unique() && !entry.hasNull()) {
      byte[] other =
          batch.firstWithPrefix(Space.INDEX, index.storageId(), entry.copyOfPrefix(), entry.key());
      if (other != null) {
        throw new UniqueViolationException(
            layout.table(),
            index.index().name(),
            layout.keyCodec().decode(key),
            index.index().columns(),
            index.valuesOf(row),
            "rows of "
                + layout.table().name()
                + " have the same values in unique index "
                + index.index().name());
      }
    }
    batch.put(Space.INDEX, index.storageId(), entry.key(), NO_VALUE);
  }
}
