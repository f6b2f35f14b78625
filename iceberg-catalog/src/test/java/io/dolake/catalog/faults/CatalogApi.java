package io.dolake.catalog.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The few requests the campaign sends, without the retries of a real client. */
final class CatalogApi {
  static final String NAMESPACE = "faults";

  /** A table as one request saw it. */
  record TableState(long currentSnapshot, long lastSequence, List<String> transactions) {}

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SCHEMA =
      "{\"type\":\"struct\",\"schema-id\":0,\"fields\":"
          + "[{\"id\":1,\"name\":\"id\",\"type\":\"long\",\"required\":true}]}";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final Duration patience;

  /**
   * @param patience how long an answer may take
   */
  CatalogApi(URI base, Duration patience) {
    this.base = base;
    this.patience = patience;
  }

  void createTables(List<String> names) throws IOException {
    require(post("/v1/namespaces", "{\"namespace\":[\"" + NAMESPACE + "\"]}", null), 200);
    for (String name : names) {
      require(
          post(
              "/v1/namespaces/" + NAMESPACE + "/tables",
              "{\"name\":\"" + name + "\",\"schema\":" + SCHEMA + "}",
              null),
          200);
    }
  }

  TableState load(String table) throws IOException {
    HttpResponse<String> response =
        send(request("/v1/namespaces/" + NAMESPACE + "/tables/" + table).GET().build());
    require(response, 200);
    JsonNode metadata = MAPPER.readTree(response.body()).get("metadata");
    long current = metadata.path("current-snapshot-id").asLong(-1);
    return new TableState(
        current, metadata.path("last-sequence-number").asLong(), chain(metadata, current));
  }

  /** The ids of the transactions in the table's history, oldest first. */
  private static List<String> chain(JsonNode metadata, long current) {
    Map<Long, JsonNode> snapshots = new HashMap<>();
    metadata.path("snapshots").forEach(s -> snapshots.put(s.get("snapshot-id").asLong(), s));
    List<String> ids = new ArrayList<>();
    JsonNode snapshot = snapshots.get(current);
    while (snapshot != null) {
      ids.add(snapshot.at("/summary/tx").asText());
      snapshot = snapshots.get(snapshot.path("parent-snapshot-id").asLong(-1));
    }
    Collections.reverse(ids);
    return ids;
  }

  /** A request that adds a snapshot to each table, if each table is still as it was read. */
  static String commitOf(String id, Map<String, TableState> bases) {
    StringJoiner changes = new StringJoiner(",", "{\"table-changes\":[", "]}");
    bases.forEach((table, state) -> changes.add(change(id, table, state)));
    return changes.toString();
  }

  /**
   * Sends a request made by {@link #commitOf}.
   *
   * @param key idempotency key, or null
   */
  HttpResponse<String> commit(String request, String key) throws IOException {
    return post("/v1/transactions/commit", request, key);
  }

  private static String change(String id, String table, TableState base) {
    long snapshotId = (id + table).hashCode() & 0x7fffffffL;
    String parent = base.currentSnapshot() < 0 ? "null" : Long.toString(base.currentSnapshot());
    String parentField = base.currentSnapshot() < 0 ? "" : "\"parent-snapshot-id\":" + parent + ",";
    return """
        {"identifier":{"namespace":["%s"],"name":"%s"},
         "requirements":[{"type":"assert-ref-snapshot-id","ref":"main","snapshot-id":%s}],
         "updates":[
          {"action":"add-snapshot","snapshot":{"snapshot-id":%d,%s"sequence-number":%d,
           "timestamp-ms":%d,"schema-id":0,"manifest-list":"file:///none/%s.avro",
           "summary":{"operation":"append","tx":"%s"}}},
          {"action":"set-snapshot-ref","ref-name":"main","type":"branch","snapshot-id":%d}]}"""
        .formatted(
            NAMESPACE,
            table,
            parent,
            snapshotId,
            parentField,
            base.lastSequence() + 1,
            System.currentTimeMillis(),
            id,
            id,
            snapshotId);
  }

  private HttpResponse<String> post(String path, String body, String key) throws IOException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return send(request.build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(patience);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void require(HttpResponse<String> response, int status) throws IOException {
    if (response.statusCode() != status) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
  }
}
