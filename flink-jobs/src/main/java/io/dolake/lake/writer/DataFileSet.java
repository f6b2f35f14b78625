package io.dolake.lake.writer;

import io.dolake.lake.file.DataFileInfo;
import io.dolake.lake.file.FileIds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.io.FileIO;

/**
 * The data files that are being written, at most one per table, schema version, partition and run.
 * A run is a series of rows in the order of their table; rows of a table without an order are all
 * of one. Files that reach their full size, and the least recently used ones when too many are
 * open, are finished early; all others before the checkpoint.
 */
final class DataFileSet {
  /** The run of rows that have no order. */
  static final long NO_ORDER = 0;

  private final FileIO io;
  private final WriteLimits limits;
  private final int writer;
  private final String attempt;
  private final IntToLongFunction liveRows;
  private final Map<FileKey, OpenDataFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<DataFileInfo> finished = new ArrayList<>();

  private long interval;
  private int nextSequence;
  private long lastRun = NO_ORDER;

  private record FileKey(int tableId, int schemaVersion, PartitionData partition, long run) {}

  /**
   * @param attempt makes the paths of a restarted writer differ
   * @param liveRows of a table in older files
   */
  DataFileSet(
      FileIO io, WriteLimits limits, int writer, String attempt, IntToLongFunction liveRows) {
    this.io = io;
    this.liveRows = liveRows;
    this.limits = limits;
    this.writer = writer;
    this.attempt = attempt;
  }

  /** Begins the interval after a checkpoint; file ids of it are above all earlier ones. */
  void beginInterval(long newInterval) {
    interval = newInterval;
    nextSequence = 0;
  }

  long interval() {
    return interval;
  }

  int nextSequence() {
    return nextSequence;
  }

  /** Begins a run of rows that come in the table's order; gives its number. */
  long beginRun(WriterTable table) {
    return table.order().isSorted() ? ++lastRun : NO_ORDER;
  }

  /** No more rows of a run will come: its files are finished. */
  void endRun(long run) throws IOException {
    if (run == NO_ORDER) {
      return;
    }
    Iterator<Map.Entry<FileKey, OpenDataFile>> files = open.entrySet().iterator();
    while (files.hasNext()) {
      Map.Entry<FileKey, OpenDataFile> entry = files.next();
      if (entry.getKey().run() == run) {
        files.remove();
        finished.add(entry.getValue().finish());
      }
    }
  }

  /**
   * Appends a stored row.
   *
   * @param run that the row belongs to
   * @param expectedRows how many rows of the table are about to be written, as a hint
   */
  FilePosition write(WriterTable table, byte[] row, long run, int expectedRows) throws IOException {
    PartitionTuples partitions = table.partitions();
    PartitionData partition = partitions.isPartitioned() ? partitions.partitionOf(row) : null;
    FileKey key = new FileKey(table.tableId(), table.current().schemaVersion(), partition, run);
    OpenDataFile file = open.get(key);
    if (file == null) {
      finishLeastRecentlyUsed();
      long fileId = FileIds.of(interval, writer, nextSequence++);
      int rows = (int) Math.min(expectedRows, maxFileRows(table.tableId()));
      file = OpenDataFile.create(io, table, partition, fileId, attempt, limits, rows);
      open.put(key, file);
    }
    FilePosition position = file.write(row);
    if (file.isDueForSizeCheck() && file.isFull(maxFileRows(table.tableId()))) {
      open.remove(key);
      finished.add(file.finish());
    }
    return position;
  }

  private long maxFileRows(int tableId) {
    long rows = liveRows.applyAsLong(tableId);
    for (DataFileInfo file : finished) {
      rows += file.tableId() == tableId ? file.rowCount() : 0;
    }
    return limits.maxFileRows(rows);
  }

  private void finishLeastRecentlyUsed() throws IOException {
    if (open.size() < limits.maxOpenFiles()) {
      return;
    }
    Iterator<OpenDataFile> eldest = open.values().iterator();
    OpenDataFile file = eldest.next();
    eldest.remove();
    finished.add(file.finish());
  }

  /** Throws the files of a table away that were begun since the last checkpoint. */
  void discardTable(int tableId) {
    Iterator<Map.Entry<FileKey, OpenDataFile>> files = open.entrySet().iterator();
    while (files.hasNext()) {
      Map.Entry<FileKey, OpenDataFile> entry = files.next();
      if (entry.getKey().tableId() == tableId) {
        files.remove();
        entry.getValue().discard();
      }
    }
    for (DataFileInfo file : finished) {
      if (file.tableId() == tableId) {
        UnusedFiles.delete(io, file.path());
      }
    }
    finished.removeIf(file -> file.tableId() == tableId);
  }

  /** Finishes all files and hands over those of the interval. */
  void finishAll(Consumer<DataFileInfo> to) throws IOException {
    for (OpenDataFile file : open.values()) {
      finished.add(file.finish());
    }
    open.clear();
    finished.forEach(to);
    finished.clear();
  }

  /** Gives up what is being written; the files are nobody's then. Never fails. */
  void abandon() {
    for (OpenDataFile file : open.values()) {
      file.discard();
    }
    open.clear();
  }
}
