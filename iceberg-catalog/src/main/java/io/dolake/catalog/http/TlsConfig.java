package io.dolake.catalog.http;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The server's certificate.
 *
 * @param keyStore PKCS #12 file with one private key and its certificates
 * @param password opens the file and the key
 */
public record TlsConfig(Path keyStore, String password) {
  public TlsConfig {
    Objects.requireNonNull(keyStore, "keyStore");
    Objects.requireNonNull(password, "password");
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "TlsConfig[keyStore=%s]".formatted(keyStore);
  }
}
