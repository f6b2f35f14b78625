package io.dolake.lake.writer;

import io.dolake.common.catalog.ColumnDef;
import io.dolake.common.catalog.TableDef;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.lake.commit.LakeFormat;
import io.dolake.lake.schema.LakeColumns;
import io.dolake.lake.schema.MisconfiguredJobException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes rows of a table again where a new version of it cannot be read from the files there are:
 *
 * <ul>
 *   <li>all, if a column got a value for the rows there are and Iceberg's metadata cannot tell
 *       readers of it, see {@link LakeFormat#keepsDefaults}: to them a column that a file does not
 *       have is NULL;
 *   <li>those in files partitioned by a column that is dropped: without the column's type nobody
 *       can write the lists that name these files.
 * </ul>
 *
 * They move to other files in the commit that brings the version.
 */
final class TableRewrites {
  private final WriterTables tables;
  private final LiveFiles liveFiles;
  private final int formatVersion;
  private final Supplier<RowMover> movers;

  /** What is to be written again, by table. */
  private final Map<Integer, Due> due = new TreeMap<>();

  /** All rows of a table, or those in files partitioned by columns that are gone. */
  private static final class Due {
    private final Set<Integer> goneColumns = new HashSet<>();
    private boolean all;

    boolean concerns(LiveFile file) {
      return all || goneColumns.stream().anyMatch(file::isPartitionedBy);
    }
  }

  /**
   * @param formatVersion of the tables
   * @param movers makes what moves rows out of one file after the other
   */
  TableRewrites(
      WriterTables tables, LiveFiles liveFiles, int formatVersion, Supplier<RowMover> movers) {
    this.tables = tables;
    this.liveFiles = liveFiles;
    this.formatVersion = formatVersion;
    this.movers = movers;
  }

  /** The lake's table is about to get a version, which the writer knows already. */
  void comes(TableDef version) {
    int tableId = version.id().value();
    Map.Entry<Integer, TableDef> before =
        tables.get(tableId).versions().lowerEntry(version.schemaVersion());
    if (before == null) {
      return;
    }
    for (ColumnDef column : before.getValue().columns()) {
      if (version.ordinalOf(column.id()) < 0) {
        dueOf(tableId).goneColumns.add(column.id());
      }
    }
    for (ColumnDef column : version.columns()) {
      if (column.initialDefault() != null
          && !hasDefault(before.getValue(), column)
          && !LakeFormat.keepsDefaults(formatVersion, version, column)) {
        dueOf(tableId).all = true;
      }
    }
  }

  /** ALTER TABLE may bring a column in one version and its value for old rows in the next. */
  private static boolean hasDefault(TableDef table, ColumnDef column) {
    int ordinal = table.ordinalOf(column.id());
    return ordinal >= 0 && table.columns().get(ordinal).initialDefault() != null;
  }

  private Due dueOf(int tableId) {
    return due.computeIfAbsent(tableId, id -> new Due());
  }

  /** The table's rows are gone. */
  void forgetTable(int tableId) {
    due.remove(tableId);
  }

  /** Whether {@link #write} would do something. */
  boolean areDue() {
    due.entrySet().removeIf(entry -> filesOf(entry.getKey(), entry.getValue()).isEmpty());
    return !due.isEmpty();
  }

  /** The tables concerned. */
  Set<Integer> tableIds() {
    return due.keySet();
  }

  /**
   * Moves the rows that this writer owns.
   *
   * @param dead gets the old positions; what is known of the files says all that died before
   * @throws MisconfiguredJobException if the rows of a table cannot be moved
   */
  void write(DeadRows dead) throws IOException {
    for (Map.Entry<Integer, Due> entry : due.entrySet()) {
      write(tables.get(entry.getKey()), filesOf(entry.getKey(), entry.getValue()), dead);
    }
    due.clear();
  }

  private List<LiveFile> filesOf(int tableId, Due what) {
    List<LiveFile> files = new ArrayList<>(liveFiles.all());
    files.removeIf(file -> file.tableId() != tableId || !what.concerns(file));
    return files;
  }

  private void write(WriterTable table, List<LiveFile> files, DeadRows dead) throws IOException {
    if (!LakeColumns.tellKeys(table.current())) {
      throw new MisconfiguredJobException(
          new DoLakeException(
              ErrorCode.CONFIGURATION_INVALID,
              "the rows of table "
                  + table.current().name()
                  + " have to be written again for its new columns, and cannot be, because a"
                  + " column of its key has no type",
              "Let the job begin with new tables, without a partition term of a column that is to"
                  + " be dropped, and in format version 3 if columns with defaults are added."));
    }
    long rows = files.stream().mapToLong(LiveFile::liveRows).sum();
    int expected = (int) Math.min(Integer.MAX_VALUE, rows);
    try (RowMover mover = movers.get()) {
      for (LiveFile file : files) {
        mover.move(table, List.of(file), RowMover.Limits.none(expected), dead);
        liveFiles.remove(file.fileId());
      }
    }
  }
}
