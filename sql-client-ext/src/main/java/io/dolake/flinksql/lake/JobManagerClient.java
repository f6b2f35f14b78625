package io.dolake.flinksql.lake;

import io.dolake.cdc.control.CompactTable;
import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.rest.messages.job.coordination.ClientCoordinationRequestBody;
import org.apache.flink.runtime.rest.util.RestMapperUtils;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.util.SerializedValue;

/** Flink's REST interface, as far as the procedures need it. */
final class JobManagerClient {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI uri;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();

  JobManagerClient(URI uri) {
    this.uri = uri;
  }

  /**
   * Id of the running lake job: the one whose name begins with DoLake, in either case, or the only
   * one.
   *
   * @throws DoLakeException INVALID_PARAMETER if that is none or several
   */
  String lakeJob() throws InterruptedException {
    List<String> running = new ArrayList<>();
    List<String> named = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (job.path("state").asText().equals("RUNNING")) {
        running.add(job.path("jid").asText());
        if (job.path("name").asText().regionMatches(true, 0, "DoLake", 0, "DoLake".length())) {
          named.add(job.path("jid").asText());
        }
      }
    }
    List<String> found = named.isEmpty() ? running : named;
    if (found.size() != 1) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          uri + " runs " + found.size() + " jobs that could be the lake job",
          "the catalog's option job-uri names the JobManager of one lake job");
    }
    return found.get(0);
  }

  /** Takes a checkpoint now and waits for its end; gives its id. */
  long triggerCheckpoint(String job) throws InterruptedException {
    String path = "/jobs/" + job + "/checkpoints";
    String request = post(path, "{\"checkpointType\":\"CONFIGURED\"}").path("request-id").asText();
    long deadlineNanos = System.nanoTime() + CHECKPOINT_TIMEOUT.toNanos();
    JsonNode answer = get(path + "/" + request);
    while (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      if (System.nanoTime() > deadlineNanos) {
        throw failed("no checkpoint in " + CHECKPOINT_TIMEOUT.toSeconds() + " s", null);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      answer = get(path + "/" + request);
    }
    JsonNode failure = answer.path("operation").path("failure-cause");
    if (!failure.isMissingNode() && !failure.isNull()) {
      throw failed("the checkpoint failed: " + failure.path("class").asText(), null);
    }
    return answer.path("operation").path("checkpointId").asLong();
  }

  /**
   * Passes a request to compact a table on to the job's writers.
   *
   * @param location the lake table's location
   */
  void compact(String job, String location) throws InterruptedException {
    try {
      ClientCoordinationRequestBody request =
          new ClientCoordinationRequestBody(new SerializedValue<>(new CompactTable(location)));
      post(
          "/jobs/" + job + "/coordinators/" + CompactTable.OPERATOR_UID,
          RestMapperUtils.getStrictObjectMapper().writeValueAsString(request));
    } catch (IOException e) {
      throw failed("the request cannot be written: " + e, e);
    }
  }

  private JsonNode get(String path) throws InterruptedException {
    return send(HttpRequest.newBuilder(uri.resolve(path)).GET());
  }

  private JsonNode post(String path, String body) throws InterruptedException {
    return send(
        HttpRequest.newBuilder(uri.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(REQUEST_TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw failed("status " + response.statusCode() + " of " + response.uri(), null);
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw failed(e.toString(), e);
    }
  }

  private DoLakeException failed(String what, Throwable cause) {
    return new DoLakeException(
        ErrorCode.LAKE_COMMIT_FAILED,
        "the JobManager at " + uri + " did not do it: " + what,
        "its log tells more; the job goes on by itself",
        cause);
  }
}
