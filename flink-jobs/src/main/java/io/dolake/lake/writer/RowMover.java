package io.dolake.lake.writer;

import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.row.RowCodec;
import io.dolake.common.type.TypeKind;
import io.dolake.lake.event.RowKey;
import io.dolake.lake.parquet.LakeRowReader;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves live rows of this writer from a file to new ones. What is known of the file, else the
 * index, decides what is alive, so a row is never moved that was deleted or belongs to another
 * writer. A file may be moved in several steps: it stays open in between, and what lies before the
 * place reached needs no second look, because a row that is dead or somebody else's stays so.
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

  /**
   * How far a step may go.
   *
   * @param maxRows rows moved at most
   * @param expectedRows how many rows are about to be moved in this and further steps, as a hint
   * @param deadlineNanos when to stop
   */
  record Limits(int maxRows, int expectedRows, long deadlineNanos) {
    boolean isTimeUp() {
      return System.nanoTime() - deadlineNanos >= 0;
    }
  }

  /**
   * What became of a step.
   *
   * @param moved rows
   * @param exhausted whether no row of this writer is left in the file
   */
  record Step(int moved, boolean exhausted) {
    static final Step NOTHING_LEFT = new Step(0, true);
  }

  /** A file that rows are being moved from. */
  private static final class OpenSource {
    private final LiveFile file;
    private final TableDef definition;
    private final KeyCodec keys;
    private final RowCodec codec;
    private final CloseableIterable<Object[]> rows;
    private final CloseableIterator<Object[]> iterator;
    private int position;

    OpenSource(FileIO io, LiveFile file, TableDef definition) {
      this.file = file;
      this.definition = definition;
      this.keys = KeyCodec.forTable(definition);
      this.codec = RowCodec.of(definition);
      this.rows = LakeRowReader.read(io.newInputFile(file.path()), definition);
      this.iterator = rows.iterator();
    }
  }

  RowMover(FileIO io, RowIndex index, DataFileSet files, Predicate<RowKey> ownsKey) {
    this.io = io;
    this.index = index;
    this.files = files;
    this.ownsKey = ownsKey;
  }

  /** Whether rows of the table can be told by what the lake keeps of them. */
  static boolean canMove(TableDef table) {
    KeyCodec keys = KeyCodec.forTable(table);
    for (int i = 0; i < keys.size(); i++) {
      if (keys.part(i).type().kind() == TypeKind.ANY) {
        return false;
      }
    }
    return true;
  }

  /**
   * Moves rows of a file, going on where the last step stopped if that was in the same file.
   *
   * @param dead gets the old positions
   */
  Step move(WriterTable table, LiveFile file, Limits limits, DeadRows dead) throws IOException {
    try {
      turnTo(file, table.current());
      return moveFromSource(table, limits, dead);
    } catch (RuntimeException e) {
      if (!isGone(file, e)) {
        throw e;
      }
      // After a rescaling several writers know the file. It leaves the table with its last live
      // row, whoever's that was, and the store when no snapshot needs it any more.
      LOG.info("data file {} is gone, no row of this writer was left in it", file.path());
      close();
      return Step.NOTHING_LEFT;
    }
  }

  /** Not every store's client has Iceberg's exception for a file that is not there. */
  private boolean isGone(LiveFile file, RuntimeException why) {
    return why instanceof NotFoundException || !io.newInputFile(file.path()).exists();
  }

  private void turnTo(LiveFile file, TableDef definition) throws IOException {
    if (source != null
        && (source.file != file
            || source.definition.schemaVersion() != definition.schemaVersion())) {
      close();
    }
    if (source == null) {
      source = new OpenSource(io, file, definition);
    }
  }

  private Step moveFromSource(WriterTable table, Limits limits, DeadRows dead) throws IOException {
    int moved = 0;
    for (int looked = 1; source.iterator.hasNext(); looked++) {
      Object[] row = source.iterator.next();
      FilePosition old = new FilePosition(source.file.fileId(), source.position++);
      if (turnToOwnLive(table, row, old)) {
        index.put(files.write(table, source.codec.encode(row), limits.expectedRows()));
        dead.add(table.tableId(), old);
        source.file.markDead(old.row());
        moved++;
      }
      if (moved == limits.maxRows()
          || (looked % ROWS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && limits.isTimeUp())) {
        return new Step(moved, false);
      }
    }
    close();
    return new Step(moved, true);
  }

  private RowKey keyOf(WriterTable table, Object[] row) {
    keyBytes.clear();
    source.keys.encodeRow(keyBytes, row);
    return new RowKey(table.tableId(), keyBytes.copyOfBytes());
  }

  /**
   * Turns the index to the row's key if the row is to be moved. A file whose dead rows are known
   * needs no look-up.
   */
  private boolean turnToOwnLive(WriterTable table, Object[] row, FilePosition position)
      throws IOException {
    boolean known = source.file.knowsDeadRows();
    if (known && source.file.isDead(position.row())) {
      return false;
    }
    RowKey key = keyOf(table, row);
    if (!known && !ownsKey.test(key)) {
      return false;
    }
    index.turnTo(key);
    return known || position.equals(index.position());
  }

  /** Closes the file that is being moved; the next step opens its own. */
  @Override
  public void close() throws IOException {
    if (source != null) {
      OpenSource closing = source;
      source = null;
      try (closing.rows) {
        closing.iterator.close();
      }
    }
  }
}
