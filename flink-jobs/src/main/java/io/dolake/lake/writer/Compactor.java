package io.dolake.lake.writer;

import io.dolake.lake.schema.LakeColumns;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Moves the rows of files that the policy chooses, a few at a time, and remembers where it is.
 * Small files are merged first, because they are many and soon done; a large file that has lost
 * rows is left alone meanwhile and gone on with later. May work only while the index stands at the
 * last cut: what is moved then changes nothing for readers and gets a snapshot of its own.
 */
final class Compactor implements AutoCloseable {
  private final CompactionPolicy policy;
  private final WriterTables tables;
  private final LiveFiles liveFiles;
  private final WriteLimits limits;
  private final Lane merging;
  private final Lane cleaning;
  private int rowsLeft;

  /** Versions of the files in which there was nothing to choose. */
  private long nothingAlikeIn = -1;

  private long nothingDeadIn = -1;
  private boolean nothingDeadWhenEager;

  /**
   * @param movers makes what moves rows out of one file after the other
   */
  Compactor(
      CompactionPolicy policy,
      WriterTables tables,
      LiveFiles liveFiles,
      WriteLimits limits,
      Supplier<RowMover> movers) {
    this.policy = policy;
    this.tables = tables;
    this.liveFiles = liveFiles;
    this.limits = limits;
    this.merging = new Lane(movers.get());
    this.cleaning = new Lane(movers.get());
    beginInterval();
  }

  /** A checkpoint has passed: as many rows as the policy allows for one may be moved again. */
  void beginInterval() {
    rowsLeft = policy.maxRowsPerInterval();
  }

  /** What readers have to put up with: dead rows for each live one. */
  double debt() {
    return liveFiles.debt();
  }

  /**
   * Moves rows until there is nothing worth it, the interval's rows are used up, or time is.
   *
   * @param eager whether less than usual is worth it
   * @param dead gets the old positions
   * @return rows moved
   */
  int work(boolean eager, long deadlineNanos, DeadRows dead) throws IOException {
    int before = rowsLeft;
    while (rowsLeft > 0 && System.nanoTime() - deadlineNanos < 0) {
      choose(eager);
      Lane lane = merging.isEmpty() ? cleaning : merging;
      if (lane.isEmpty()) {
        break;
      }
      lane.step(deadlineNanos, dead);
    }
    return before - rowsLeft;
  }

  private void choose(boolean eager) {
    long version = liveFiles.version();
    if (merging.isEmpty() && nothingAlikeIn != version) {
      merging.add(policy.alike(liveFiles.all(), this::smallRows));
      nothingAlikeIn = merging.isEmpty() ? version : -1;
    }
    if (merging.isEmpty()
        && cleaning.isEmpty()
        && !(nothingDeadIn == version && nothingDeadWhenEager == eager)) {
      cleaning.add(policy.mostlyDead(liveFiles.all(), eager));
      nothingDeadIn = cleaning.isEmpty() ? version : -1;
      nothingDeadWhenEager = eager;
    }
  }

  private long smallRows(LiveFile file) {
    return limits.smallFileRows(liveFiles.liveRows(file.tableId()));
  }

  /**
   * Puts all files of a table that have lost rows, and its small ones if there are several, up to
   * be moved next.
   */
  void order(WriterTable table) {
    if (LakeColumns.tellKeys(table.current())) {
      cleaning.addMissing(policy.all(table.tableId(), liveFiles.all(), this::smallRows));
    }
  }

  /** The rows of a table are gone. */
  void forgetTable(int tableId) throws IOException {
    merging.forgetTable(tableId);
    cleaning.forgetTable(tableId);
  }

  @Override
  public void close() throws IOException {
    try (merging) {
      cleaning.close();
    }
  }

  /**
   * Files that are moved one after the other, the first of them maybe in part. Those of a table
   * with an order are moved side by side, so that their rows come out as one run.
   */
  private final class Lane implements AutoCloseable {
    private final RowMover mover;
    private final Deque<LiveFile> files = new ArrayDeque<>();

    /** What is being moved. */
    private List<LiveFile> batch = List.of();

    Lane(RowMover mover) {
      this.mover = mover;
    }

    boolean isEmpty() {
      return files.isEmpty() && batch.isEmpty();
    }

    void add(Collection<LiveFile> chosen) {
      files.addAll(chosen);
    }

    void addMissing(Collection<LiveFile> chosen) {
      chosen.stream()
          .filter(file -> !files.contains(file) && !batch.contains(file))
          .forEach(files::add);
    }

    void step(long deadlineNanos, DeadRows dead) throws IOException {
      if (batch.isEmpty()) {
        batch = nextBatch();
      }
      WriterTable table = tables.get(batch.get(0).tableId());
      RowMover.Step step =
          LakeColumns.tellKeys(table.current())
              ? mover.move(table, batch, limits(deadlineNanos), dead)
              : new RowMover.Step(0, batch);
      rowsLeft -= step.moved();
      // No row of this writer that can be moved is left in them, whatever the counts say after a
      // rescaling.
      step.emptied().forEach(file -> liveFiles.remove(file.fileId()));
      batch = batch.stream().filter(file -> !step.emptied().contains(file)).toList();
    }

    private List<LiveFile> nextBatch() {
      LiveFile first = files.poll();
      List<LiveFile> next = new ArrayList<>(List.of(first));
      RowOrder order = tables.get(first.tableId()).order();
      if (order.isSorted() && order.canonical().equals(first.sorting()) && isLight(first)) {
        while (next.size() < policy.fanIn()
            && !files.isEmpty()
            && files.peek().liesBeside(first)
            && isLight(files.peek())) {
          next.add(files.poll());
        }
      }
      return List.copyOf(next);
    }

    /** Whether so little is in the file that several may be open at a time. */
    private boolean isLight(LiveFile file) {
      return file.rows() < smallRows(file);
    }

    private RowMover.Limits limits(long deadlineNanos) {
      long rowsToCome =
          Stream.concat(batch.stream(), files.stream()).mapToLong(LiveFile::liveRows).sum();
      return new RowMover.Limits(rowsLeft, (int) Math.min(rowsLeft, rowsToCome), deadlineNanos);
    }

    void forgetTable(int tableId) throws IOException {
      files.removeIf(file -> file.tableId() == tableId);
      if (!batch.isEmpty() && batch.get(0).tableId() == tableId) {
        batch = List.of();
      }
      mover.close();
    }

    @Override
    public void close() throws IOException {
      files.clear();
      batch = List.of();
      mover.close();
    }
  }
}
