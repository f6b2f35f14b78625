package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings in pages, which together are the listing that comes whole. */
class ListingITCase {
  private static final List<String> NAMES =
      IntStream.range(0, 7).mapToObj(i -> "n" + i + (i % 2 == 0 ? ".ä/b" : "")).toList();

  @TempDir Path directory;
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
    server.close();
  }

  @Test
  void namespacesArePaged() {
    NAMES.forEach(
        name -> http.post("/v1/namespaces", "{\"namespace\": [\"shop\", \"" + name + "\"]}"));

    checkPages("/v1/namespaces?parent=shop", "namespaces");
  }

  @Test
  void tablesArePaged() {
    NAMES.forEach(
        name ->
            http.post(
                "/v1/namespaces/shop/tables",
                """
                {"name": "%s", "schema": {"type": "struct", "schema-id": 0, "fields": []}}\
                """
                    .formatted(name)));

    checkPages("/v1/namespaces/shop/tables?", "identifiers");
  }

  @Test
  void viewsArePaged() {
    NAMES.forEach(
        name ->
            http.post(
                "/v1/namespaces/shop/views",
                """
                {"name": "%s", "properties": {},
                 "schema": {"type": "struct", "schema-id": 0, "fields": []},
                 "view-version": {"version-id": 1, "timestamp-ms": 1, "schema-id": 0,
                  "summary": {}, "default-namespace": ["shop"],
                  "representations": [{"type": "sql", "sql": "SELECT 1", "dialect": "spark"}]}}\
                """
                    .formatted(name)));

    checkPages("/v1/namespaces/shop/views?", "identifiers");
  }

  private void checkPages(String listing, String field) {
    JsonNode whole = http.get(listing).json();
    assertThat(whole.get(field)).hasSize(NAMES.size());
    assertThat(whole.path("next-page-token").isTextual()).isFalse();
    for (int pageSize = 1; pageSize <= NAMES.size() + 1; pageSize++) {
      assertThat(pages(listing, field, pageSize))
          .as("page size %d", pageSize)
          .containsExactlyElementsOf(whole.get(field));
    }
  }

  private List<JsonNode> pages(String listing, String field, int pageSize) {
    List<JsonNode> found = new ArrayList<>();
    String token = "";
    while (token != null) {
      JsonNode page =
          http.get(
                  listing
                      + "&pageSize="
                      + pageSize
                      + "&pageToken="
                      + URLEncoder.encode(token, StandardCharsets.UTF_8))
              .json();
      assertThat(page.get(field).size()).isLessThanOrEqualTo(pageSize);
      page.get(field).forEach(found::add);
      token = page.path("next-page-token").textValue();
    }
    return found;
  }
}
