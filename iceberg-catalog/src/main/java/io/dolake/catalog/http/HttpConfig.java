package io.dolake.catalog.http;

import java.time.Duration;
import java.util.Objects;

/**
 * How the server speaks HTTP.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 for any free one
 * @param tls the certificate to speak TLS with; null for plain HTTP
 * @param threads the most threads that serve requests
 * @param maxRequestBytes the largest body that is read
 * @param maxHeaderBytes the largest request line and headers that are read
 * @param idleTimeout how long a connection may be silent
 * @param requestWait how long a request may wait for another one on the same object or key
 */
public record HttpConfig(
    String host,
    int port,
    TlsConfig tls,
    int threads,
    long maxRequestBytes,
    int maxHeaderBytes,
    Duration idleTimeout,
    Duration requestWait) {
  public HttpConfig {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(idleTimeout, "idleTimeout");
    Objects.requireNonNull(requestWait, "requestWait");
  }
}
