package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients that want the same thing at the same time. */
class ConcurrencyITCase {
  private static final int CLIENTS = 16;
  private static final String TABLES = "/v1/namespaces/shop/tables";

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private CatalogServer server;
  private RawHttp http;

  @BeforeEach
  void start() {
    server = new CatalogServer(CatalogConfig.embedded(directory)).start();
    http = new RawHttp(server.uri());
    http.post("/v1/namespaces", "{\"namespace\": [\"shop\"]}");
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    server.close();
  }

  @Test
  void oneOfManyConcurrentCreatesOfATableSucceedsAndTheOthersLeaveNoFiles() throws Exception {
    List<RawHttp.Reply> replies = together(client -> http.post(TABLES, create("t")));

    assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
    assertThat(replies)
        .filteredOn(reply -> reply.status() != 200)
        .allSatisfy(
            reply -> {
              assertThat(reply.status()).isEqualTo(409);
              assertThat(reply.errorType()).isEqualTo("AlreadyExistsException");
            });
    assertThat(metadataFiles()).hasSize(1);
  }

  @Test
  void stormOfConflictingCommitsLosesNoneAndLeavesNoFilesOfTheRefused() throws Exception {
    http.post(TABLES, create("t"));
    int each = 10;

    List<Integer> committed = together(client -> commitsOf(client, each));

    int total = committed.stream().mapToInt(Integer::intValue).sum();
    JsonNode metadata = http.get(TABLES + "/t").json().get("metadata");
    assertThat(total).isPositive();
    assertThat(metadata.get("snapshots")).hasSize(total);
    assertThat(metadata.get("last-sequence-number").asInt()).isEqualTo(total);
    assertThat(metadataFiles()).hasSize(total + 1);
  }

  /** Every commit is based on the state just read; how many of them succeeded. */
  private int commitsOf(int client, int count) {
    int committed = 0;
    for (int i = 0; i < count; i++) {
      JsonNode metadata = http.get(TABLES + "/t").json().get("metadata");
      long snapshot = 1 + client * 1_000L + i;
      RawHttp.Reply reply = http.post(TABLES + "/t", commit(metadata, snapshot));
      assertThat(reply.status()).as(reply.body()).isIn(200, 409);
      committed += reply.status() == 200 ? 1 : 0;
    }
    return committed;
  }

  private static String commit(JsonNode metadata, long snapshot) {
    long parent = metadata.path("current-snapshot-id").asLong(-1);
    String hasParent = parent < 0 ? "null" : Long.toString(parent);
    return """
    {"requirements": [{"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": %s}],
     "updates": [
      {"action": "add-snapshot", "snapshot": {"snapshot-id": %d, %s "sequence-number": %d,
        "timestamp-ms": %d, "schema-id": 0, "manifest-list": "file:///m-%d.avro",
        "summary": {"operation": "append"}}},
      {"action": "set-snapshot-ref", "ref-name": "main", "type": "branch",
        "snapshot-id": %d}]}\
    """
        .formatted(
            hasParent,
            snapshot,
            parent < 0 ? "" : "\"parent-snapshot-id\": " + parent + ",",
            metadata.get("last-sequence-number").asLong() + 1,
            System.currentTimeMillis(),
            snapshot,
            snapshot);
  }

  private static String create(String name) {
    return """
    {"name": "%s", "schema": {"type": "struct", "schema-id": 0, "fields": []}}\
    """
        .formatted(name);
  }

  @FunctionalInterface
  private interface ClientWork<T> {
    T run(int client);
  }

  private <T> List<T> together(ClientWork<T> work) throws Exception {
    List<Callable<T>> clients = new ArrayList<>();
    IntStream.range(0, CLIENTS).forEach(client -> clients.add(() -> work.run(client)));
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(clients)) {
      results.add(result.get());
    }
    return results;
  }

  private List<Path> metadataFiles() throws Exception {
    try (Stream<Path> files = Files.walk(directory.resolve("warehouse"))) {
      return files.filter(file -> file.toString().endsWith(".metadata.json")).toList();
    }
  }
}
