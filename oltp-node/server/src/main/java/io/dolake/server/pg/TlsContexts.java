package io.dolake.server.pg;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.config.NodeConfig;
import io.dolake.server.config.NodeOptions;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Reads the server's certificate and key. */
final class TlsContexts {
  private TlsContexts() {}

  /** Null when no certificate is configured. */
  static SslContext of(NodeConfig config) {
    Optional<Path> certificate = config.get(NodeOptions.TLS_CERTIFICATE);
    Optional<Path> key = config.get(NodeOptions.TLS_KEY);
    if (certificate.isEmpty() || key.isEmpty()) {
      return null;
    }
    try {
      return SslContextBuilder.forServer(certificate.get().toFile(), key.get().toFile())
          .protocols("TLSv1.3", "TLSv1.2")
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new DoLakeException(
          ErrorCode.CONFIGURATION_INVALID,
          "TLS certificate "
              + certificate.get()
              + " with key "
              + key.get()
              + " cannot be used: "
              + e.getMessage(),
          "Both must be PEM files, the key in PKCS #8.",
          e);
    }
  }
}
