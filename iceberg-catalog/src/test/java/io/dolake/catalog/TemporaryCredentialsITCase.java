package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dolake.catalog.auth.AuthConfig;
import io.dolake.catalog.s3.S3Delegation;
import io.dolake.catalog.s3.S3MockProcess;
import io.dolake.catalog.s3.ScopedStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials from a token service, at a store that holds them to their policy. */
class TemporaryCredentialsITCase {
  private static final TableIdentifier ORDERS = TableIdentifier.of("shop", "orders");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

  @TempDir Path directory;
  private S3MockProcess objects;
  private ScopedStore store;
  private CatalogServer server;
  private RESTCatalog root;
  private Table orders;

  @BeforeEach
  void start() throws IOException {
    objects = S3MockProcess.start(directory);
    store = ScopedStore.before(objects.endpoint());
    server =
        new CatalogServer(
                CatalogConfig.builder()
                    .jdbcUrl("jdbc:sqlite:" + directory.resolve("catalog.db"))
                    .warehouseLocation("s3://" + S3MockProcess.BUCKET + "/warehouse")
                    .fileIoProperties(
                        Map.of(
                            "s3.endpoint", store.endpoint().toString(),
                            "s3.path-style-access", "true",
                            "s3.access-key-id", "catalog-key",
                            "s3.secret-access-key", "catalog-secret",
                            "client.region", "us-east-1"))
                    .s3Delegation(
                        new S3Delegation(
                            S3Delegation.Vending.STS,
                            false,
                            store.tokenService().toString(),
                            "arn:aws:iam::1:role/lake",
                            Duration.ofHours(1)))
                    .auth(new AuthConfig("root", "root-secret", Duration.ofHours(1)))
                    .build())
            .start();
    root = connect("root:root-secret");
    root.createNamespace(Namespace.of("shop"));
    orders = root.createTable(ORDERS, SCHEMA);
  }

  @AfterEach
  void stop() throws IOException {
    root.close();
    server.close();
    store.close();
    objects.close();
  }

  @Test
  void writerReachesTheTablesFolderAndNothingElse() throws Exception {
    assertThat(orders.io().properties())
        .doesNotContainValue("catalog-secret")
        .containsKey("s3.session-token");

    write(orders, orders.location() + "/data/a.parquet");
    orders.updateProperties().set("written", "true").commit();

    assertThat(read(orders, orders.location() + "/data/a.parquet")).isEqualTo("data");
    Table other = root.createTable(TableIdentifier.of("shop", "other"), SCHEMA);
    assertThatThrownBy(() -> write(orders, other.location() + "/data/a.parquet"))
        .hasStackTraceContaining("Status Code: 403");
    assertThat(root.dropTable(ORDERS, true)).isTrue();
  }

  @Test
  void readerReadsOnly() throws Exception {
    write(orders, orders.location() + "/data/a.parquet");
    try (RESTCatalog reader = connect("reader:" + createReader())) {
      Table table = reader.loadTable(ORDERS);

      assertThat(read(table, orders.location() + "/data/a.parquet")).isEqualTo("data");
      assertThatThrownBy(() -> write(table, orders.location() + "/data/b.parquet"))
          .hasStackTraceContaining("Status Code: 403");
    }
  }

  @Test
  void freshCredentialsComeBeforeTheOldOnesExpire() {
    RawHttp.Reply reply =
        new RawHttp(server.uri())
            .get("/v1/namespaces/shop/tables/orders/credentials", "Authorization", bearer());

    assertThat(reply.status()).isEqualTo(200);
    JsonNode credential = reply.json().path("storage-credentials").path(0);
    assertThat(credential.path("prefix").asText()).isEqualTo(orders.location());
    assertThat(credential.path("config").path("s3.session-token").asText())
        .isNotEqualTo(orders.io().properties().get("s3.session-token"));
    long expires = credential.path("config").path("s3.session-token-expires-at-ms").asLong();
    assertThat(Instant.ofEpochMilli(expires)).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
  }

  private RESTCatalog connect(String credential) {
    return CatalogClients.connect(
        server,
        Map.of(
            "credential", credential,
            "io-impl", "org.apache.iceberg.aws.s3.S3FileIO",
            "header.X-Iceberg-Access-Delegation", "vended-credentials"));
  }

  /** Returns the new principal's secret. */
  private String createReader() {
    RawHttp http = new RawHttp(server.uri());
    RawHttp.Reply principal =
        http.send("PUT", "/management/v1/principals/reader", "{}", "Authorization", bearer());
    RawHttp.Reply grant =
        http.post(
            "/management/v1/principals/reader/grants",
            "{\"namespace\":[\"shop\"],\"privilege\":\"read\"}",
            "Authorization",
            bearer());
    assertThat(grant.status()).isLessThan(300);
    return principal.json().get("secret").asText();
  }

  private String bearer() {
    RawHttp.Reply token =
        new RawHttp(server.uri())
            .form(
                "/v1/oauth/tokens",
                "grant_type=client_credentials&client_id=root&client_secret=root-secret");
    return "Bearer " + token.json().get("access_token").asText();
  }

  private static void write(Table table, String path) throws IOException {
    try (OutputStream out = table.io().newOutputFile(path).create()) {
      out.write("data".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(Table table, String path) throws IOException {
    try (InputStream in = table.io().newInputFile(path).newStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
