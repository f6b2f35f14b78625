package io.dolake.catalog.auth;

import java.time.Duration;
import java.util.Objects;

/**
 * How clients prove who they are.
 *
 * @param adminName principal that exists from the start and may do everything
 * @param adminSecret its secret; changing it here changes it in the catalog
 * @param tokenLifetime how long a token is valid
 */
public record AuthConfig(String adminName, String adminSecret, Duration tokenLifetime) {
  public AuthConfig {
    Objects.requireNonNull(adminName, "adminName");
    Objects.requireNonNull(adminSecret, "adminSecret");
    Objects.requireNonNull(tokenLifetime, "tokenLifetime");
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "AuthConfig[adminName=%s, tokenLifetime=%s]".formatted(adminName, tokenLifetime);
  }
}
