package io.dolake.lake.writer;

import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.row.RowCodec;
import io.dolake.lake.event.RowKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves live rows of this writer from files to new ones, in the order of their table if it has one.
 * What is known of a file, else the index, decides what is alive, so a row is never moved that was
 * deleted or belongs to another writer. Files may be moved in several steps: they stay open in
 * between, and what lies before the place reached needs no second look, because a row that is dead
 * or somebody else's stays so.
 */
final class RowMover implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RowMover.class);
  private static final int ROWS_BETWEEN_LOOKS_AT_THE_CLOCK = 64;

  private final FileIO io;
  private final RowIndex index;
  private final DataFileSet files;
  private final Predicate<RowKey> ownsKey;
  private final ByteWriter keyBytes = new ByteWriter();
  private OpenSource source;

  /** The files that are open, and how they are read. */
  private static final class OpenSource {
    private final List<LiveFile> batch;
    private final TableDef definition;
    private final KeyCodec keys;
    private final RowCodec codec;
    private final RowSource rows;
    private long run;

    OpenSource(List<LiveFile> batch, TableDef definition, RowSource rows, long run) {
      this.batch = batch;
      this.definition = definition;
      this.keys = KeyCodec.forTable(definition);
      this.codec = RowCodec.of(definition);
      this.rows = rows;
      this.run = run;
    }
  }

  /**
   * How far a step may go.
   *
   * @param maxRows rows moved at most
   * @param expectedRows how many rows are about to be moved in this and further steps, as a hint
   * @param deadlineNanos when to stop
   */
  record Limits(int maxRows, int expectedRows, long deadlineNanos) {
    /** All rows, however long it takes. */
    static Limits none(int expectedRows) {
      return new Limits(Integer.MAX_VALUE, expectedRows, System.nanoTime() + Long.MAX_VALUE / 2);
    }

    boolean isTimeUp() {
      return System.nanoTime() - deadlineNanos >= 0;
    }
  }

  /**
   * What became of a step.
   *
   * @param moved rows
   * @param emptied files of the batch in which no row of this writer is left
   */
  record Step(int moved, List<LiveFile> emptied) {}

  RowMover(FileIO io, RowIndex index, DataFileSet files, Predicate<RowKey> ownsKey) {
    this.io = io;
    this.index = index;
    this.files = files;
    this.ownsKey = ownsKey;
  }

  /**
   * Moves rows of files, going on where the last step stopped if that was in the same files.
   *
   * @param batch several files only if the table has an order and they are in it
   * @param dead gets the old positions
   */
  Step move(WriterTable table, List<LiveFile> batch, Limits limits, DeadRows dead)
      throws IOException {
    try {
      turnTo(batch, table);
      return moveFromSource(table, limits, dead);
    } catch (RuntimeException e) {
      LiveFile gone =
          batch.stream().filter(file -> isGone(file, e)).findFirst().orElseThrow(() -> e);
      logGone(gone);
      close();
      return new Step(0, List.of(gone));
    }
  }

  /** Not every store's client has Iceberg's exception for a file that is not there. */
  private boolean isGone(LiveFile file, RuntimeException why) {
    return why instanceof NotFoundException || !io.newInputFile(file.path()).exists();
  }

  /**
   * After a rescaling several writers know a file. It leaves the table with its last live row,
   * whoever's that was, and the store when no snapshot needs it any more.
   */
  private static void logGone(LiveFile file) {
    LOG.info("data file {} is gone, no row of this writer was left in it", file.path());
  }

  private void turnTo(List<LiveFile> batch, WriterTable table) throws IOException {
    TableDef definition = table.current();
    if (source != null
        && (!source.batch.equals(batch)
            || source.definition.schemaVersion() != definition.schemaVersion())) {
      close();
    }
    if (source == null) {
      source = new OpenSource(batch, definition, open(batch, table), files.beginRun(table));
    }
  }

  private RowSource open(List<LiveFile> batch, WriterTable table) throws IOException {
    RowOrder order = table.order();
    if (!order.isSorted()) {
      return new FileRows(io, batch.get(0), table.current());
    }
    if (!order.canonical().equals(batch.get(0).sorting())) {
      return new ChunkedRows(new FileRows(io, batch.get(0), table.current()), order);
    }
    List<FileRows> open = new ArrayList<>();
    try {
      for (LiveFile file : batch) {
        try {
          open.add(new FileRows(io, file, table.current()));
        } catch (RuntimeException e) {
          if (!isGone(file, e)) {
            throw e;
          }
          logGone(file);
        }
      }
      return new MergedRows(open, order);
    } catch (RuntimeException e) {
      MergedRows.closeAll(open);
      throw e;
    }
  }

  private Step moveFromSource(WriterTable table, Limits limits, DeadRows dead) throws IOException {
    int moved = 0;
    RowSource.Row row = source.rows.next();
    for (int looked = 1; row != null; looked++) {
      if (row.beginsRun()) {
        files.endRun(source.run);
        source.run = files.beginRun(table);
      }
      FilePosition old = new FilePosition(row.file().fileId(), row.position());
      RowKey key = keyOfOwnLive(table, row, old);
      if (key != null) {
        byte[] image = source.codec.encode(row.values());
        index.move(key, files.write(table, image, source.run, limits.expectedRows()));
        dead.add(table.tableId(), old);
        row.file().markDead(old.row());
        moved++;
      }
      if (moved == limits.maxRows()
          || (looked % ROWS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && limits.isTimeUp())) {
        return new Step(moved, List.of());
      }
      row = source.rows.next();
    }
    List<LiveFile> emptied = source.batch;
    files.endRun(source.run);
    close();
    return new Step(moved, emptied);
  }

  private RowKey keyOf(WriterTable table, Object[] row) {
    keyBytes.clear();
    source.keys.encodeRow(keyBytes, row);
    return new RowKey(table.tableId(), keyBytes.copyOfBytes());
  }

  /** Key of a row that is to be moved, else null. A file whose dead rows are known tells itself. */
  private RowKey keyOfOwnLive(WriterTable table, RowSource.Row row, FilePosition position)
      throws IOException {
    if (row.file().knowsDeadRows()) {
      return row.file().isDead(position.row()) ? null : keyOf(table, row.values());
    }
    RowKey key = keyOf(table, row.values());
    if (!ownsKey.test(key)) {
      return null;
    }
    index.turnTo(key);
    return position.equals(index.position()) ? key : null;
  }

  /** Closes the files that are being moved; the next step opens its own. */
  @Override
  public void close() throws IOException {
    if (source != null) {
      OpenSource closing = source;
      source = null;
      closing.rows.close();
    }
  }
}
