package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.server.TestNode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsITCase {
  @TempDir static Path keys;
  @TempDir Path directory;

  private static Path certificate;
  private static Path key;

  @BeforeAll
  static void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
    Path store = keys.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "node",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keyStore = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keyStore.load(in, "changeit".toCharArray());
    }
    certificate = pem("CERTIFICATE", keyStore.getCertificate("node").getEncoded());
    key = pem("PRIVATE KEY", keyStore.getKey("node", "changeit".toCharArray()).getEncoded());
  }

  private static Path pem(String type, byte[] content) throws IOException {
    Path file = keys.resolve(type.replace(' ', '-') + ".pem");
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
  }

  private static NodeConfig withTls(NodeConfig config) {
    return config
        .with(NodeOptions.TLS_CERTIFICATE, Optional.of(certificate))
        .with(NodeOptions.TLS_KEY, Optional.of(key));
  }

  @Test
  void clientVerifiesTheCertificateAndTalksEncrypted() throws SQLException {
    try (TestNode node = TestNode.start(directory, TlsITCase::withTls);
        Connection connection = node.connect("sslmode=verify-full", "sslrootcert=" + certificate)) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void clientWithoutTlsIsRefusedWhereTlsIsRequired() throws SQLException {
    try (TestNode node =
        TestNode.start(directory, config -> withTls(config).with(NodeOptions.TLS_REQUIRED, true))) {
      assertThatThrownBy(() -> node.connect("sslmode=disable"))
          .hasMessageContaining("the server requires TLS");
      node.connect("sslmode=require").close();
    }
  }

  @Test
  void clientThatWantsTlsIsToldWhenThereIsNone() {
    try (TestNode node = TestNode.start(directory)) {
      assertThatThrownBy(() -> node.connect("sslmode=require"))
          .hasMessageContaining("does not support SSL");
    }
  }

  @Test
  void unusableCertificateIsAConfigurationError() {
    assertThatThrownBy(
            () ->
                TestNode.start(
                    directory,
                    config ->
                        config
                            .with(NodeOptions.TLS_CERTIFICATE, Optional.of(key))
                            .with(NodeOptions.TLS_KEY, Optional.of(key))))
        .isInstanceOf(DoLakeException.class)
        .hasMessageContaining("cannot be used");
  }
}
