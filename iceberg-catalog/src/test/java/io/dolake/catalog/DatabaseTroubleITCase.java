package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dolake.catalog.postgres.PrivatePostgres;
import io.dolake.catalog.storage.LocalFileIO;
import io.dolake.catalog.store.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTroubleITCase {
  @TempDir Path directory;

  @Test
  void lockedDatabaseIsAnsweredWithTryAgain() throws Exception {
    String url = "jdbc:sqlite:" + directory.resolve("catalog.db");
    try (CatalogServer server = start(url)) {
      RawHttp http = new RawHttp(server.uri());
      try (Connection other = DriverManager.getConnection(url);
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");

        RawHttp.Reply reply = createNamespace(http, "shop");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isPresent();
        assertThat(http.get("/v1/namespaces").status()).isEqualTo(200);
        statement.execute("ROLLBACK");
      }
      assertThat(createNamespace(http, "shop").status()).isEqualTo(200);
    }
  }

  @Test
  void commitThatTheDatabaseRefusesLeavesTheTableAndItsFilesAsTheyWere() throws Exception {
    String url = "jdbc:sqlite:" + directory.resolve("catalog.db");
    String table = "/v1/namespaces/shop/tables/t";
    String commit =
        """
        {"requirements": [], "updates": [{"action": "set-properties", "updates": {"a": "b"}}]}\
        """;
    try (CatalogServer server = start(url)) {
      RawHttp http = new RawHttp(server.uri());
      createNamespace(http, "shop");
      http.post(
          "/v1/namespaces/shop/tables",
          """
          {"name": "t", "schema": {"type": "struct", "schema-id": 0, "fields": []}}\
          """);
      String before = http.get(table).json().get("metadata-location").asText();
      try (Connection other = DriverManager.getConnection(url);
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");

        // The metadata file is written by then, the database does not take it.
        assertThat(http.post(table, commit).status()).isEqualTo(503);

        assertThat(http.get(table).json().get("metadata-location").asText()).isEqualTo(before);
        try (Stream<Path> files = Files.walk(directory.resolve("warehouse"))) {
          assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
        statement.execute("ROLLBACK");
      }
      assertThat(http.post(table, commit).status()).isEqualTo(200);
    }
  }

  @Test
  void databaseThatIsGoneForAWhileIsUsedAgainWhenItIsBack() {
    assumeTrue(
        PrivatePostgres.obstacle().isEmpty(), () -> PrivatePostgres.obstacle().orElseThrow());
    try (PrivatePostgres postgres = PrivatePostgres.start();
        CatalogServer server = start(postgres.jdbcUrl())) {
      RawHttp http = new RawHttp(server.uri());
      assertThat(createNamespace(http, "before").status()).isEqualTo(200);

      postgres.crash();

      assertThat(createNamespace(http, "during").status()).isEqualTo(503);
      assertThat(http.get("/ready").status()).isEqualTo(503);
      assertThat(http.get("/health").status()).isEqualTo(200);

      postgres.launch();

      // Until there is a connection again the answer is 503, which asks for another try.
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> createNamespace(http, "after").status() == 200);
      assertThat(http.get("/v1/namespaces").body())
          .contains("before", "after")
          .doesNotContain("during");
    }
  }

  @Test
  void fileThatIsNoDatabaseIsRefusedAtTheStart() throws Exception {
    Path file = directory.resolve("catalog.db");
    Files.writeString(file, "this is not a database, and long enough to be looked at".repeat(100));

    assertThatThrownBy(() -> start("jdbc:sqlite:" + file))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("not a database");
  }

  @Test
  void unwritableWarehouseIsAnsweredWithTryAgainAndLeavesNothingBehind() throws Exception {
    Path warehouse = directory.resolve("warehouse");
    // A file where the folder should be: nothing can be written below it.
    Files.writeString(warehouse, "");
    try (CatalogServer server = start("jdbc:sqlite:" + directory.resolve("catalog.db"))) {
      RawHttp http = new RawHttp(server.uri());
      createNamespace(http, "shop");
      String table =
          """
          {"name": "t", "schema": {"type": "struct", "schema-id": 0, "fields": []}}\
          """;

      assertThat(http.post("/v1/namespaces/shop/tables", table).status()).isEqualTo(503);
      assertThat(http.get("/v1/namespaces/shop/tables/t").status()).isEqualTo(404);
      Files.delete(warehouse);
      assertThat(http.post("/v1/namespaces/shop/tables", table).status()).isEqualTo(200);
    }
  }

  private CatalogServer start(String jdbcUrl) {
    return new CatalogServer(
            CatalogConfig.builder()
                .jdbcUrl(jdbcUrl)
                .databaseWait(Duration.ofSeconds(1))
                .warehouseLocation(LocalFileIO.uriOf(directory.resolve("warehouse")))
                .build())
        .start();
  }

  private static RawHttp.Reply createNamespace(RawHttp http, String name) {
    return http.post("/v1/namespaces", "{\"namespace\": [\"" + name + "\"]}");
  }
}
