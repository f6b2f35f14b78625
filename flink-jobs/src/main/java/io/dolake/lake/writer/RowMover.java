package io.dolake.lake.writer;

import io.dolake.common.buffer.ByteWriter;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.key.KeyCodec;
import io.dolake.common.row.RowCodec;
import io.dolake.common.type.TypeKind;
import io.dolake.lake.event.RowKey;
import io.dolake.lake.parquet.LakeRowReader;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves live rows of this writer from some files to new ones. The index decides what is alive, so a
 * row is never moved that was deleted or belongs to another writer. Must run before the index has
 * seen a change of the current interval: only then the move changes nothing that readers see.
 */
final class RowMover {
  private static final Logger LOG = LoggerFactory.getLogger(RowMover.class);

  private final FileIO io;
  private final RowIndex index;
  private final DataFileSet files;
  private final Predicate<RowKey> ownsKey;

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
   * Moves at most {@code maxRows} rows.
   *
   * @param dead gets the old positions
   * @return rows moved, less than {@code maxRows} if no row of this writer is left in the files
   */
  int move(WriterTable table, List<LiveFile> from, int maxRows, DeadRows dead) throws IOException {
    int moved = 0;
    for (LiveFile file : from) {
      try {
        moved += moveFrom(file, table, maxRows - moved, dead);
      } catch (NotFoundException e) {
        // After a rescaling several writers know the file. It leaves the table with its last live
        // row, whoever's that was, and the store when no snapshot needs it any more.
        LOG.info("data file {} is gone, no row of this writer was left in it", file.path());
      }
      if (moved == maxRows) {
        return moved;
      }
    }
    return moved;
  }

  private int moveFrom(LiveFile file, WriterTable table, int maxRows, DeadRows dead)
      throws IOException {
    TableDef definition = table.current();
    KeyCodec keys = KeyCodec.forTable(definition);
    RowCodec codec = RowCodec.of(definition);
    ByteWriter key = new ByteWriter();
    int moved = 0;
    int position = 0;
    try (CloseableIterable<Object[]> rows =
        LakeRowReader.read(io.newInputFile(file.path()), definition)) {
      for (Object[] row : rows) {
        key.clear();
        keys.encodeRow(key, row);
        RowKey rowKey = new RowKey(table.tableId(), key.copyOfBytes());
        FilePosition old = new FilePosition(file.fileId(), position++);
        if (isOwnLive(rowKey, old)) {
          index.put(files.write(table, codec.encode(row), maxRows));
          dead.add(table.tableId(), old);
          if (++moved == maxRows) {
            return moved;
          }
        }
      }
    }
    return moved;
  }

  private boolean isOwnLive(RowKey key, FilePosition position) throws IOException {
    if (!ownsKey.test(key)) {
      return false;
    }
    index.turnTo(key);
    return position.equals(index.position());
  }
}
