package io.dolake.lake.writer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Supplier;

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
  private final Lane merging;
  private final Lane cleaning;
  private int rowsLeft;

  /**
   * @param movers makes what moves rows out of one file after the other
   */
  Compactor(
      CompactionPolicy policy,
      WriterTables tables,
      LiveFiles liveFiles,
      Supplier<RowMover> movers) {
    this.policy = policy;
    this.tables = tables;
    this.liveFiles = liveFiles;
    this.merging = new Lane(movers.get());
    this.cleaning = new Lane(movers.get());
    beginInterval();
  }

  /** A checkpoint has passed: as many rows as the policy allows for one may be moved again. */
  void beginInterval() {
    rowsLeft = policy.maxRowsPerInterval();
  }

  /**
   * Moves rows until there is nothing worth it, the interval's rows are used up, or time is.
   *
   * @param idle whether the writer has nothing else to do, so that less is worth it
   * @param dead gets the old positions
   * @return rows moved
   */
  int work(boolean idle, long deadlineNanos, DeadRows dead) throws IOException {
    int before = rowsLeft;
    while (rowsLeft > 0 && System.nanoTime() - deadlineNanos < 0) {
      if (merging.isEmpty()) {
        merging.add(policy.alike(liveFiles.all()));
      }
      if (merging.isEmpty() && cleaning.isEmpty()) {
        cleaning.add(policy.mostlyDead(liveFiles.all(), idle));
      }
      Lane lane = merging.isEmpty() ? cleaning : merging;
      if (lane.isEmpty()) {
        break;
      }
      lane.step(deadlineNanos, dead);
    }
    return before - rowsLeft;
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

  /** Files that are moved one after the other, the first of them maybe in part. */
  private final class Lane implements AutoCloseable {
    private final RowMover mover;
    private final Deque<LiveFile> files = new ArrayDeque<>();

    Lane(RowMover mover) {
      this.mover = mover;
    }

    boolean isEmpty() {
      return files.isEmpty();
    }

    void add(Collection<LiveFile> chosen) {
      files.addAll(chosen);
    }

    void step(long deadlineNanos, DeadRows dead) throws IOException {
      LiveFile file = files.peek();
      WriterTable table = tables.get(file.tableId());
      RowMover.Step step =
          RowMover.canMove(table.current())
              ? mover.move(table, file, limits(deadlineNanos), dead)
              : RowMover.Step.NOTHING_LEFT;
      rowsLeft -= step.moved();
      if (step.exhausted()) {
        // No row of this writer that can be moved is left, whatever the counts say after a
        // rescaling.
        files.poll();
        liveFiles.remove(file.fileId());
      }
    }

    private RowMover.Limits limits(long deadlineNanos) {
      long rowsToCome = files.stream().mapToLong(LiveFile::liveRows).sum();
      return new RowMover.Limits(rowsLeft, (int) Math.min(rowsLeft, rowsToCome), deadlineNanos);
    }

    void forgetTable(int tableId) throws IOException {
      files.removeIf(file -> file.tableId() == tableId);
      mover.close();
    }

    @Override
    public void close() throws IOException {
      files.clear();
      mover.close();
    }
  }
}
