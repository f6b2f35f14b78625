package io.dolake.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Jobs of the Flink cluster, as its REST interface tells them.
 *
 * @param error why Flink did not answer, or null
 */
record JobStatus(List<Job> jobs, String error) {
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** A job; checkpoints count since it was started. */
  record Job(
      String name,
      String state,
      long completedCheckpoints,
      long failedCheckpoints,
      long lastCheckpointMillis,
      long stateBytes) {}

  /**
   * @param uri root of Flink's REST interface
   */
  static JobStatus ask(URI uri) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    try {
      List<Job> jobs = new ArrayList<>();
      for (JsonNode job : get(http, uri.resolve("/jobs/overview")).path("jobs")) {
        JsonNode checkpoints =
            get(http, uri.resolve("/jobs/" + job.path("jid").asText() + "/checkpoints"));
        JsonNode last = checkpoints.path("latest").path("completed");
        jobs.add(
            new Job(
                job.path("name").asText(),
                job.path("state").asText(),
                checkpoints.path("counts").path("completed").asLong(),
                checkpoints.path("counts").path("failed").asLong(),
                last.path("end_to_end_duration").asLong(),
                last.path("state_size").asLong()));
      }
      return new JobStatus(jobs, null);
    } catch (IOException e) {
      return new JobStatus(List.of(), "does not answer at " + uri);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new JobStatus(List.of(), "interrupted");
    }
  }

  private static JsonNode get(HttpClient http, URI uri) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(uri).timeout(ANSWER).build(),
            HttpResponse.BodyHandlers.ofString());
    return new ObjectMapper().readTree(response.body());
  }
}
