package io.dolake.cdc;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * What a reader shows a node that asks who it is: the node's token, or a user of the database and
 * its password, or nothing.
 */
public final class FeedCredentials implements Serializable {
  private static final long serialVersionUID = 1;

  /** Enough for nodes with neither token nor users. */
  public static final FeedCredentials NONE = new FeedCredentials(null);

  private final String authorization;

  private FeedCredentials(String authorization) {
    this.authorization = authorization;
  }

  /** The node's {@code feed.token}. */
  public static FeedCredentials token(String token) {
    return new FeedCredentials("Bearer " + Objects.requireNonNull(token, "token"));
  }

  /** A user of the database. Without TLS the password can be read on the network. */
  public static FeedCredentials user(String name, String password) {
    if (name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "users of the change feed have no colon in their name: " + name);
    }
    String text = name + ":" + Objects.requireNonNull(password, "password");
    return new FeedCredentials(
        "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** From options, any of which may be null; a token goes before a user. */
  public static FeedCredentials of(String token, String username, String password) {
    if (token != null) {
      return token(token);
    }
    return username == null || password == null ? NONE : user(username, password);
  }

  /** The call's {@code authorization}. */
  public Optional<String> authorization() {
    return Optional.ofNullable(authorization);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeedCredentials that
        && Objects.equals(authorization, that.authorization);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(authorization);
  }

  /** Leaves secrets out. */
  @Override
  public String toString() {
    return authorization == null ? "no credentials" : "credentials";
  }
}
