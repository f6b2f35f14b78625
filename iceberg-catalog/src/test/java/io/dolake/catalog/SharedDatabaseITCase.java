package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dolake.catalog.postgres.PrivatePostgres;
import io.dolake.catalog.storage.LocalFileIO;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one PostgreSQL and one warehouse. */
class SharedDatabaseITCase {
  private static final String TABLE = "/v1/namespaces/shop/tables/t";

  @TempDir Path directory;
  private PrivatePostgres postgres;
  private CatalogServer first;
  private CatalogServer second;
  private RawHttp here;
  private RawHttp there;

  @BeforeEach
  void start() {
    assumeTrue(
        PrivatePostgres.obstacle().isEmpty(), () -> PrivatePostgres.obstacle().orElseThrow());
    postgres = PrivatePostgres.start();
    first = server();
    second = server();
    here = new RawHttp(first.uri());
    there = new RawHttp(second.uri());
    here.post("/v1/namespaces", "{\"namespace\": [\"shop\"]}");
    here.post(
        "/v1/namespaces/shop/tables",
        """
        {"name": "t", "schema": {"type": "struct", "schema-id": 0, "fields": []}}\
        """);
  }

  @AfterEach
  void stop() {
    if (postgres != null) {
      second.close();
      first.close();
      postgres.close();
    }
  }

  @Test
  void whatOneServerCommitsTheOtherShowsAtOnce() {
    for (int i = 0; i < 20; i++) {
      RawHttp writer = i % 2 == 0 ? here : there;
      RawHttp reader = i % 2 == 0 ? there : here;

      assertThat(writer.post(TABLE, setProperty(i)).status()).isEqualTo(200);

      assertThat(reader.get(TABLE).json().at("/metadata/properties/i").asInt()).isEqualTo(i);
    }
  }

  @Test
  void keyAnsweredByOneServerIsReplayedByTheOther() {
    String key = UUID.randomUUID().toString();
    String before = here.get(TABLE).json().get("metadata-location").asText();

    RawHttp.Reply applied = here.post(TABLE, setProperty(1), "Idempotency-Key", key);
    RawHttp.Reply replayed = there.post(TABLE, setProperty(1), "Idempotency-Key", key);

    String location = applied.json().get("metadata-location").asText();
    assertThat(location).isNotEqualTo(before);
    assertThat(replayed.status()).isEqualTo(200);
    assertThat(replayed.json().get("metadata-location").asText()).isEqualTo(location);
  }

  private static String setProperty(int value) {
    return """
    {"requirements": [], "updates": [{"action": "set-properties", "updates": {"i": "%d"}}]}\
    """
        .formatted(value);
  }

  private CatalogServer server() {
    return new CatalogServer(
            CatalogConfig.builder()
                .jdbcUrl(postgres.jdbcUrl())
                .databaseConnections(4)
                .warehouseLocation(LocalFileIO.uriOf(directory.resolve("warehouse")))
                .build())
        .start();
  }
}
