package io.dolake.flinksql.lake;

import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/**
 * {@code CALL sys.flush()}: lets the lake job commit at once. When it comes back, what the job had
 * received before the call can be read in the lake.
 */
@ProcedureHint(output = @DataTypeHint("ROW<checkpoint_id BIGINT>"))
public final class FlushProcedure implements Procedure {
  private final LakeJobManager lakeJob;

  FlushProcedure(LakeJobManager lakeJob) {
    this.lakeJob = lakeJob;
  }

  /** For Flink. */
  public Row[] call(ProcedureContext context) throws InterruptedException {
    JobManagerClient jobManager = lakeJob.client();
    String job = jobManager.lakeJob();
    long checkpoint = jobManager.triggerCheckpoint(job);
    // A commit follows the end of its checkpoint; the next checkpoint cannot end before it.
    jobManager.triggerCheckpoint(job);
    return new Row[] {Row.of(checkpoint)};
  }
}
