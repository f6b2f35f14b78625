package io.dolake.flinksql.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * {@code CALL sys.compact('table')}: lets the lake job move the live rows out of every data file
 * that has lost rows, and merge small files. When it comes back, none of the files that had lost
 * rows at the time of the call is part of the table any more.
 */
@ProcedureHint(output = @DataTypeHint("ROW<compacted_files BIGINT, data_files BIGINT>"))
public final class CompactProcedure implements Procedure {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  /** Between two looks: rows move in between, and each look ends with a commit. */
  private static final long PAUSE_MILLIS = 200;

  private final LakeTables tables;
  private final LakeJobManager job;

  CompactProcedure(LakeTables tables, LakeJobManager job) {
    this.tables = tables;
    this.job = job;
  }

  /** For Flink. */
  public Row[] call(ProcedureContext context, String name) throws InterruptedException {
    Table table = tables.table(name);
    JobManagerClient jobManager = job.client();
    String jobId = jobManager.lakeJob();
    Set<String> compacted = dataFiles(table, task -> !task.deletes().isEmpty());
    Set<String> left = new HashSet<>(compacted);
    Set<String> now;
    long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
    do {
      if (System.nanoTime() > deadlineNanos) {
        throw new DoLakeException(
            ErrorCode.LAKE_COMMIT_FAILED,
            left.size() + " data files of " + name + " have not been compacted in " + TIMEOUT,
            "the job goes on with them; tables with an ANY column in their key cannot be compacted");
      }
      // Asked again each time, because a job that has started over does not remember.
      jobManager.compact(jobId, table.location());
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      jobManager.triggerCheckpoint(jobId);
      table.refresh();
      now = dataFiles(table, task -> true);
      left.retainAll(now);
    } while (!left.isEmpty());
    return new Row[] {Row.of((long) compacted.size(), (long) now.size())};
  }

  private static Set<String> dataFiles(Table table, Predicate<FileScanTask> which) {
    Set<String> paths = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        if (which.test(task)) {
          paths.add(task.file().location());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the manifests of " + table.name(), e);
    }
    return paths;
  }
}
