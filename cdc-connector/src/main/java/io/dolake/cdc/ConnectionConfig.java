package io.dolake.cdc;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How to reach the change feed.
 *
 * @param endpoints {@code host:port} of each node's feed
 * @param credentials what to show nodes that ask who reads
 * @param tls whether to speak TLS
 * @param trustedCertificates path of a PEM file with the certificates to trust, or null for the
 *     JVM's
 * @param patience how long to try again when a node is gone before the job fails
 */
public record ConnectionConfig(
    List<String> endpoints,
    FeedCredentials credentials,
    boolean tls,
    String trustedCertificates,
    Duration patience)
    implements Serializable {
  public ConnectionConfig {
    endpoints = List.copyOf(endpoints);
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(patience, "patience");
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("endpoints must name at least one host:port");
    }
    endpoints.forEach(ConnectionConfig::checkEndpoint);
    if (trustedCertificates != null && !tls) {
      throw new IllegalArgumentException("trusted certificates are given but TLS is off");
    }
  }

  /** Plain connection without credentials. */
  public static ConnectionConfig plain(String... endpoints) {
    return new ConnectionConfig(
        List.of(endpoints), FeedCredentials.NONE, false, null, Duration.ofMinutes(10));
  }

  private static void checkEndpoint(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    try {
      int port = colon < 1 ? -1 : Integer.parseInt(endpoint.substring(colon + 1));
      if (port > 0 && port < 65_536) {
        return;
      }
    } catch (NumberFormatException e) {
      // Told below, with the other shapes that are wrong.
    }
    throw new IllegalArgumentException("endpoint is not host:port: " + endpoint);
  }

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "ConnectionConfig[endpoints=" + endpoints + ", tls=" + tls + "]";
  }
}
