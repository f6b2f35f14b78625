package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.catalog.http.TlsConfig;
import io.dolake.catalog.s3.S3Delegation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogOptionsTest {
  private static final Path DIRECTORY = Path.of("/data/catalog");

  @TempDir Path temporary;

  @Test
  void defaultsServeALocalWarehouseOnLoopback() {
    CatalogConfig config = read(Map.of(), Map.of());

    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(15435);
    assertThat(config.http().threads()).isEqualTo(64);
    assertThat(config.http().maxRequestBytes()).isEqualTo(64L << 20);
    assertThat(config.database().jdbcUrl()).isEqualTo("jdbc:sqlite:/data/catalog/catalog.db");
    assertThat(config.database().connections()).isEqualTo(16);
    assertThat(config.warehouseName()).isEqualTo("dolake");
    assertThat(config.warehouseLocation()).isEqualTo("file:///data/catalog/warehouse");
    assertThat(config.metadataCacheBytes()).isEqualTo(128L << 20);
    assertThat(config.idempotencyKeyLifetime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(config.eventRetention()).isEqualTo(Duration.ofDays(1));
    assertThat(config.auth()).isNull();
    assertThat(config.s3Delegation()).isEqualTo(S3Delegation.OFF);
  }

  @Test
  void everyKeyIsRead() throws IOException {
    Path keyStore = Files.createFile(temporary.resolve("key.p12"));
    CatalogConfig config =
        read(
            Map.ofEntries(
                Map.entry("host", "0.0.0.0"),
                Map.entry("port", "1234"),
                Map.entry("tls.key-store", keyStore.toString()),
                Map.entry("behind-tls-proxy", "false"),
                Map.entry("jdbc-url", "jdbc:postgresql://db/catalog"),
                Map.entry("jdbc-user", "dolake"),
                Map.entry("database-connections", "3"),
                Map.entry("warehouse-name", "main"),
                Map.entry("warehouse", "s3://lake/warehouse"),
                Map.entry("allowed-locations", "s3://old/a, s3://old/b"),
                Map.entry("http-threads", "9"),
                Map.entry("max-request-bytes", "1000000"),
                Map.entry("metadata-cache-bytes", "5"),
                Map.entry("idempotency-key-lifetime", "PT1H"),
                Map.entry("event-retention", "P2D"),
                Map.entry("auth.admin", "root"),
                Map.entry("auth.token-lifetime", "PT5M"),
                Map.entry("s3.vending", "sts"),
                Map.entry("s3.sts-role-arn", "arn:aws:iam::1:role/r"),
                Map.entry("s3.sts-endpoint", "http://sts"),
                Map.entry("s3.remote-signing", "true"),
                Map.entry("s3.credential-lifetime", "PT20M"),
                Map.entry("io.s3.endpoint", "http://store"),
                Map.entry("client-default.a", "b"),
                Map.entry("table-default.c", "d")),
            Map.of(
                CatalogOptions.ADMIN_SECRET, "secret",
                CatalogOptions.DATABASE_PASSWORD, "pw",
                CatalogOptions.KEY_STORE_PASSWORD, "pw"));

    assertThat(config.http().host()).isEqualTo("0.0.0.0");
    assertThat(config.http().port()).isEqualTo(1234);
    assertThat(config.http().tls()).isEqualTo(new TlsConfig(keyStore, "pw"));
    assertThat(config.http().threads()).isEqualTo(9);
    assertThat(config.http().maxRequestBytes()).isEqualTo(1_000_000);
    assertThat(config.database().user()).isEqualTo("dolake");
    assertThat(config.database().password()).isEqualTo("pw");
    assertThat(config.database().connections()).isEqualTo(3);
    assertThat(config.warehouseName()).isEqualTo("main");
    assertThat(config.allowedLocations()).isEqualTo(List.of("s3://old/a", "s3://old/b"));
    assertThat(config.metadataCacheBytes()).isEqualTo(5);
    assertThat(config.idempotencyKeyLifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(config.eventRetention()).isEqualTo(Duration.ofDays(2));
    assertThat(config.auth().adminSecret()).isEqualTo("secret");
    assertThat(config.auth().tokenLifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.s3Delegation())
        .isEqualTo(
            new S3Delegation(
                S3Delegation.Vending.STS,
                true,
                "http://sts",
                "arn:aws:iam::1:role/r",
                Duration.ofMinutes(20)));
    assertThat(config.fileIoProperties()).containsEntry("s3.endpoint", "http://store");
    assertThat(config.clientDefaults()).isEqualTo(Map.of("a", "b", "s3.endpoint", "http://store"));
    assertThat(config.tableDefaults()).isEqualTo(Map.of("c", "d"));
    assertThat(config.toString()).doesNotContain("pw").doesNotContain("secret");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "prot", "1",
                        "http-threads", "many",
                        "event-retention", "a week",
                        "anonymous-access", "maybe",
                        "auth.admin", "root",
                        "tls.key-store", "k.p12",
                        "s3.vending", "sometimes"),
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown key catalog.prot")
        .hasMessageContaining("catalog.http-threads is not a whole number: many")
        .hasMessageContaining("catalog.event-retention is no ISO 8601 duration")
        .hasMessageContaining("catalog.anonymous-access must be true or false")
        .hasMessageContaining("DOLAKE_CATALOG_ADMIN_SECRET must hold its secret")
        .hasMessageContaining("DOLAKE_CATALOG_KEY_STORE_PASSWORD must open it")
        .hasMessageContaining("catalog.s3.vending must be none, static, or sts");
  }

  @Test
  void publicAddressIsRefusedUnlessItIsSafeOrMeantSo() {
    Map<String, String> secret = Map.of(CatalogOptions.ADMIN_SECRET, "secret");
    for (String host :
        List.of("0.0.0.0", "10.0.0.1", "::", "catalog.example", "127.evil.example")) {
      assertThatThrownBy(() -> read(Map.of("host", host), Map.of()))
          .as(host)
          .hasMessageContaining("reachable from outside, so configure authentication");
      assertThatThrownBy(() -> read(Map.of("host", host, "auth.admin", "root"), secret))
          .as(host)
          .hasMessageContaining("tokens must not be sent by plain HTTP");
    }
    Map<String, String> proxied =
        Map.of("host", "0.0.0.0", "auth.admin", "root", "behind-tls-proxy", "true");
    assertThat(read(proxied, secret).http().host()).isEqualTo("0.0.0.0");
    assertThat(read(Map.of("host", "0.0.0.0", "anonymous-access", "true"), Map.of()).auth())
        .isNull();
    assertThat(read(Map.of("host", "::1", "auth.admin", "root"), secret).auth()).isNotNull();
  }

  @Test
  void unknownStoreIsRefusedWhenItIsOpened() {
    CatalogConfig config = read(Map.of("jdbc-url", "jdbc:oracle:thin:@db"), Map.of());

    assertThatThrownBy(() -> new CatalogServer(config))
        .hasMessageContaining("Unsupported catalog store: jdbc:oracle");
  }

  private static CatalogConfig read(Map<String, String> keys, Map<String, String> environment) {
    return CatalogOptions.read(keys, DIRECTORY, 15435, environment::get);
  }
}
