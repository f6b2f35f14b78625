package io.dolake.flinksql.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.net.URI;
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
  private final URI jobUri;

  /**
   * @param jobUri JobManager of the lake job, or null
   */
  FlushProcedure(URI jobUri) {
    this.jobUri = jobUri;
  }

  /** For Flink. */
  public Row[] call(ProcedureContext context) throws InterruptedException {
    if (jobUri == null) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "the catalog does not know where the lake job runs",
          "create it WITH ('job-uri' = 'http://HOST:PORT') of the JobManager");
    }
    JobManagerClient jobManager = new JobManagerClient(jobUri);
    String job = jobManager.lakeJob();
    long checkpoint = jobManager.triggerCheckpoint(job);
    // A commit follows the end of its checkpoint; the next checkpoint cannot end before it.
    jobManager.triggerCheckpoint(job);
    return new Row[] {Row.of(checkpoint)};
  }
}
