package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.server.SelfSigned;
import io.dolake.server.TestNode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
  static void makeCertificate() throws Exception {
    SelfSigned made = SelfSigned.make(keys);
    certificate = made.certificate();
    key = made.key();
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
