package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyITCase {
  private static final String CREATE_TABLE =
      """
      {"name": "t", "schema": {"type": "struct", "schema-id": 0, "fields":
        [{"id": 1, "name": "id", "type": "long", "required": true}]}}""";
  private static final String SET_PROPERTY =
      """
      {"requirements": [], "updates": [{"action": "set-properties", "updates": {"n": "%d"}}]}""";

  @TempDir Path directory;
  private CatalogServer server;
  private RawHttp http;

  @BeforeEach
  void start() {
    server = new CatalogServer(CatalogConfig.embedded(directory)).start();
    http = new RawHttp(server.uri());
    assertThat(http.post("/v1/namespaces", "{\"namespace\": [\"shop\"]}").status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void repeatedRequestIsAnsweredLikeTheFirst() {
    String key = UUID.randomUUID().toString();

    RawHttp.Reply first = createTable(key);
    RawHttp.Reply second = createTable(key);

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json()).isEqualTo(first.json());
  }

  @Test
  void sameRequestWithAnotherKeyIsANewRequest() {
    assertThat(createTable(UUID.randomUUID().toString()).status()).isEqualTo(200);

    RawHttp.Reply second = createTable(UUID.randomUUID().toString());

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.errorType()).isEqualTo("AlreadyExistsException");
  }

  @Test
  void finalErrorIsReplayedEvenWhenItsReasonIsGone() {
    createTable(UUID.randomUUID().toString());
    String key = UUID.randomUUID().toString();
    RawHttp.Reply conflict = createTable(key);
    assertThat(http.delete("/v1/namespaces/shop/tables/t").status()).isEqualTo(204);

    RawHttp.Reply repeated = createTable(key);

    assertThat(repeated.status()).isEqualTo(409);
    assertThat(repeated.json()).isEqualTo(conflict.json());
  }

  @Test
  void keyOfAnotherRequestIsRefused() {
    String key = UUID.randomUUID().toString();
    createTable(key);

    RawHttp.Reply other = http.delete("/v1/namespaces/shop/tables/t", "Idempotency-Key", key);

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.errorMessage()).contains("was used for another request");
    assertThat(http.get("/v1/namespaces/shop/tables/t").status()).isEqualTo(200);
  }

  @Test
  void keyThatIsNoUuidIsRefused() {
    RawHttp.Reply reply =
        http.delete("/v1/namespaces/shop/tables/t", "Idempotency-Key", "not-a-key");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.errorMessage()).contains("Idempotency-Key is not a UUID");
  }

  @Test
  void answersSurviveARestart() {
    String key = UUID.randomUUID().toString();
    createTable(key);
    server.close();
    server = new CatalogServer(CatalogConfig.embedded(directory)).start();
    http = new RawHttp(server.uri());

    assertThat(createTable(key).status()).isEqualTo(200);
  }

  @Test
  void concurrentRequestsWithOneKeyAreAppliedOnce() throws Exception {
    createTable(UUID.randomUUID().toString());
    String key = UUID.randomUUID().toString();
    String drop = "/v1/namespaces/shop/tables/t";
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<RawHttp.Reply>> requests = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        requests.add(() -> http.delete(drop, "Idempotency-Key", key));
      }

      for (Future<RawHttp.Reply> reply : threads.invokeAll(requests)) {
        assertThat(reply.get().status()).isEqualTo(204);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void repeatedCommitIsNotAppliedOnTopOfALaterOne() {
    createTable(UUID.randomUUID().toString());
    String key = UUID.randomUUID().toString();
    String table = "/v1/namespaces/shop/tables/t";
    http.post(table, SET_PROPERTY.formatted(1), "Idempotency-Key", key);
    http.post(table, SET_PROPERTY.formatted(2));

    RawHttp.Reply repeated = http.post(table, SET_PROPERTY.formatted(1), "Idempotency-Key", key);

    assertThat(repeated.status()).isEqualTo(200);
    assertThat(http.get(table).json().at("/metadata/properties/n").asText()).isEqualTo("2");
  }

  private RawHttp.Reply createTable(String key) {
    return http.post("/v1/namespaces/shop/tables", CREATE_TABLE, "Idempotency-Key", key);
  }
}
