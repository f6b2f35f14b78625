package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputITCase {
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
  private static final String TABLE = "/v1/namespaces/shop/tables/t";

  @TempDir Path directory;
  private CatalogServer server;
  private RawHttp http;

  @BeforeEach
  void start() throws Exception {
    CatalogConfig config =
        CatalogConfig.builder()
            .jdbcUrl("jdbc:sqlite:" + directory.resolve("catalog.db"))
            .warehouseLocation("file://" + directory.resolve("warehouse"))
            .maxRequestBytes(1 << 20)
            .build();
    server = new CatalogServer(config).start();
    http = new RawHttp(server.uri());
    try (RESTCatalog catalog = CatalogClients.connect(server)) {
      catalog.createNamespace(Namespace.of("shop"));
      catalog.createTable(TableIdentifier.of("shop", "t"), SCHEMA);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"requirements\": []} trailing",
        "{\"requirements\": 5, \"updates\": []}",
        "{\"requirements\": [{\"type\": \"assert-moon-phase\"}], \"updates\": []}",
        "{\"requirements\": [], \"updates\": [{\"action\": \"explode\"}]}",
        "{\"requirements\": [], \"updates\": [{\"action\": \"set-current-schema\", \"schema-id\":"
            + " 9}]}",
        "{\"requirements\": [], \"updates\": [{\"action\": \"upgrade-format-version\","
            + " \"format-version\": 99}]}"
      })
  void malformedCommitIsABadRequest(String body) {
    RawHttp.Reply reply = http.post(TABLE, body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.errorMessage()).isNotBlank();
    assertThat(reply.body()).doesNotContain("\\tat ");
    assertThat(http.get(TABLE).status()).isEqualTo(200);
  }

  @Test
  void deeplyNestedJsonIsABadRequest() {
    String body = "{\"requirements\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(http.post(TABLE, body).status()).isEqualTo(400);
  }

  @Test
  void oversizedBodyIsRefused() {
    RawHttp.Reply reply = http.post(TABLE, "{\"x\": \"" + "a".repeat(2 << 20) + "\"}");

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.errorMessage()).contains("larger than 1048576 bytes");
  }

  @Test
  void bodyThatNamesAnotherTableThanThePathIsRefused() {
    RawHttp.Reply reply =
        http.post(
            TABLE,
            """
            {"identifier": {"namespace": ["shop"], "name": "other"},
             "requirements": [], "updates": []}\
            """);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.errorMessage()).contains("shop.other").contains("shop.t");
  }

  @Test
  void transactionThatNamesATableTwiceIsRefused() {
    String change =
        """
        {"identifier": {"namespace": ["shop"], "name": "t"}, "requirements": [], "updates": []}\
        """;

    RawHttp.Reply reply =
        http.post(
            "/v1/transactions/commit", "{\"table-changes\": [" + change + "," + change + "]}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.errorMessage()).contains("only once: shop.t");
  }

  @Test
  void unknownWarehouseIsNotFound() {
    RawHttp.Reply reply = http.get("/v1/config?warehouse=elsewhere");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.errorType()).isEqualTo("NoSuchWarehouseException");
  }

  @Test
  void unknownEndpointAndMethodAreToldApart() {
    assertThat(http.get("/v2/everything").status()).isEqualTo(404);
    assertThat(http.send("PATCH", TABLE, "{}").status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u0000b", "a\u001fb", "line\nbreak", "\u0085"})
  void namesWithControlCharactersAreRefused(String name) {
    String body =
        "{\"namespace\": [\"shop\", \""
            + name.chars().mapToObj("\\u%04x"::formatted).reduce("", String::concat)
            + "\"]}";

    RawHttp.Reply reply = http.post("/v1/namespaces", body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
  }

  @Test
  void namesAreKeptAsTheyAre() throws Exception {
    List<String> names =
        List.of(
            "a.b", "a/b", "..", "%2F", "a b", "a+b", "ünï©ødé", "日本", "😀", "it's", "\"q\"", "A",
            "a");
    try (RESTCatalog catalog = CatalogClients.connect(server)) {
      Namespace odd = Namespace.of("shop", "x.y/z");
      catalog.createNamespace(odd);
      for (String name : names) {
        catalog.createTable(TableIdentifier.of(odd, name), SCHEMA);
      }

      assertThat(catalog.listTables(odd))
          .extracting(TableIdentifier::name)
          .containsExactlyInAnyOrderElementsOf(names);
      for (String name : names) {
        assertThat(catalog.loadTable(TableIdentifier.of(odd, name)).location())
            .startsWith("file://" + directory.resolve("warehouse"))
            .doesNotContain("/../");
      }
    }
  }

  @Test
  void namespaceWithContentIsNotDropped() {
    RawHttp.Reply reply = http.delete("/v1/namespaces/shop");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.errorType()).isEqualTo("NamespaceNotEmptyException");
  }

  @Test
  void tablesOutsideTheWarehouseAreRefused() {
    for (String location :
        List.of(
            "/etc/dolake",
            "file:///etc",
            "s3://other/bucket",
            "file://" + directory + "/warehouse/../x")) {
      RawHttp.Reply reply =
          http.post(
              "/v1/namespaces/shop/tables",
              """
              {"name": "elsewhere", "location": "%s", "schema": {"type": "struct", "fields": []}}\
              """
                  .formatted(location));

      assertThat(reply.status()).as(location).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pageSize=0", "pageSize=x", "pageSize=-1"})
  void badPageSizesAreRefused(String query) {
    assertThat(http.get("/v1/namespaces?pageToken=&" + query).status()).isEqualTo(400);
  }

  @Test
  void foreignPageTokenIsRefused() {
    String token = URLEncoder.encode("???", StandardCharsets.UTF_8);

    assertThat(http.get("/v1/namespaces?pageToken=" + token).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/namespaces/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/namespaces/a%00b HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /v1/namespaces HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "GET /v1/config HTTP/1.1\r\nHost a\r\n\r\n"
      })
  void requestsThatAreNoHttpAreRefusedInTheSpecificationsForm(String request) throws IOException {
    String answer = exchange(request);

    assertThat(answer).startsWith("HTTP/1.1 400");
    assertThat(answer).contains("\"type\":\"BadRequestException\"", "\"code\":400");
  }

  @Test
  void oversizedHeadersAreRefusedInTheSpecificationsForm() throws IOException {
    String answer =
        exchange("GET /v1/config HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(40_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431").contains("\"code\":431");
  }

  /** Sends bytes as they are and reads what comes back. */
  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
