package io.dolake.flinksql.lake;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.net.URI;

/**
 * The JobManager that the catalog was told of, for procedures that need the running job.
 *
 * @param uri its REST interface, or null
 */
record LakeJobManager(URI uri) {
  /** A client; INVALID_PARAMETER if the catalog was told of none. */
  JobManagerClient client() {
    if (uri == null) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "the catalog does not know where the lake job runs",
          "create it WITH ('job-uri' = 'http://HOST:PORT') of the JobManager");
    }
    return new JobManagerClient(uri);
  }
}
