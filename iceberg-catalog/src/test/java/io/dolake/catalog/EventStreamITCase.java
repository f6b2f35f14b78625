package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStreamITCase {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path directory;
  private CatalogServer server;
  private RawHttp http;

  @BeforeEach
  void start() {
    server = new CatalogServer(CatalogConfig.embedded(directory)).start();
    http = new RawHttp(server.uri());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void streamTellsEveryMutationOnceInOrder() {
    createNamespace("before");
    List<String> lines = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> stream = listen("?after=0", lines);

    createNamespace("during");
    http.post("/v1/namespaces", "{\"namespace\":[\"during\"]}");
    http.delete("/v1/namespaces/before");

    await().until(() -> events(lines).size() >= 3);
    assertThat(events(lines))
        .extracting(event -> event.get("operation").asText())
        .containsExactly("create-namespace", "create-namespace", "drop-namespace");
    assertThat(events(lines))
        .extracting(event -> event.get("event-id").asLong())
        .containsExactly(1L, 2L, 3L);
    assertThat(events(lines).get(1).at("/changes/0/namespace/0").asText()).isEqualTo("during");
    server.close();
    await().until(stream::isDone);
  }

  @Test
  void streamStartsWithWhatComesNextUnlessAskedOtherwise() {
    createNamespace("before");
    List<String> lines = new CopyOnWriteArrayList<>();
    listen("", lines);
    await().until(() -> !lines.isEmpty());

    createNamespace("after");

    await().until(() -> !events(lines).isEmpty());
    assertThat(events(lines).get(0).at("/changes/0/namespace/0").asText()).isEqualTo("after");
  }

  @Test
  void startThatIsNoNumberIsRefused() {
    assertThat(http.get("/events?after=yesterday").status()).isEqualTo(400);
  }

  @Test
  void operatorsSeeHealthAndMetrics() {
    createNamespace("n");

    assertThat(http.get("/health").status()).isEqualTo(200);
    assertThat(http.get("/ready").body()).contains("last event 1");
    assertThat(http.get("/metrics").body())
        .contains(
            "dolake_catalog_requests_seconds_count{operation=\"create-namespace\",status=\"200\"} 1")
        .contains("dolake_catalog_last_event 1.0")
        .contains("dolake_catalog_purges_pending 0.0");
  }

  private void createNamespace(String name) {
    assertThat(http.post("/v1/namespaces", "{\"namespace\":[\"" + name + "\"]}").status())
        .isEqualTo(200);
  }

  private CompletableFuture<Void> listen(String query, List<String> lines) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + "/events" + query)).build();
    return HttpClient.newHttpClient()
        .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
        .thenAccept(
            response -> {
              try (Stream<String> received = response.body()) {
                received.forEach(lines::add);
              }
            });
  }

  private static List<JsonNode> events(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("data: "))
        .map(line -> parse(line.substring("data: ".length())))
        .toList();
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
