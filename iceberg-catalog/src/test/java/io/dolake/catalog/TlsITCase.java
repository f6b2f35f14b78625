package io.dolake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.catalog.auth.AuthConfig;
import io.dolake.catalog.http.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsITCase {
  private static final String PASSWORD = "change-it";

  @TempDir Path directory;
  private Path keyStore;

  @BeforeEach
  void createCertificate() throws Exception {
    keyStore = directory.resolve("key.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=catalog",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
  }

  @Test
  void tokensTravelEncrypted() throws Exception {
    try (CatalogServer server = start(PASSWORD)) {
      assertThat(server.uri().getScheme()).isEqualTo("https");
      String form = "grant_type=client_credentials&client_id=root&client_secret=secret";

      HttpResponse<String> token =
          client()
              .send(
                  HttpRequest.newBuilder(server.uri().resolve("/v1/oauth/tokens"))
                      .POST(HttpRequest.BodyPublishers.ofString(form))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(token.statusCode()).isEqualTo(200);
      assertThat(token.body()).contains("access_token");
    }
  }

  @Test
  void plainHttpIsNotServed() throws Exception {
    try (CatalogServer server = start(PASSWORD)) {
      URI plain = URI.create("http://127.0.0.1:" + server.uri().getPort() + "/health");

      assertThatThrownBy(
              () ->
                  client()
                      .send(
                          HttpRequest.newBuilder(plain).build(),
                          HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void wrongPasswordIsToldAtTheStart() {
    assertThatThrownBy(() -> start("wrong"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("password");
  }

  private CatalogServer start(String password) {
    CatalogServer server =
        new CatalogServer(
            CatalogConfig.builder()
                .jdbcUrl("jdbc:sqlite:" + directory.resolve("catalog.db"))
                .warehouseLocation("file://" + directory.resolve("warehouse"))
                .tls(new TlsConfig(keyStore, password))
                .auth(new AuthConfig("root", "secret", Duration.ofMinutes(5)))
                .build());
    try {
      return server.start();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private HttpClient client() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      trusted.load(in, PASSWORD.toCharArray());
    }
    // A key store's own key is no trust anchor; its certificate is.
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("catalog", trusted.getCertificate("mykey"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(tls).build();
  }
}
