package io.dolake.server.feed;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.server.pg.auth.PasswordCheck;
import io.dolake.server.pg.auth.UserStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who may read the feed: everybody, as long as the node has neither a token nor a database user;
 * from then on who shows the token, or the name and password of a user. Thread-safe.
 */
final class FeedAccess {
  private static final String TOKEN = "Bearer ";
  private static final String PASSWORD = "Basic ";

  private final boolean tokenRequired;
  private final List<byte[]> tokens;
  private final UserStore users;
  private final PasswordCheck passwords;

  /**
   * @param token what readers have to show
   * @param jobToken what the lake job shows; by itself it asks nobody else for anything
   */
  FeedAccess(Optional<String> token, Optional<String> jobToken, UserStore users) {
    this.tokenRequired = token.isPresent();
    this.tokens =
        List.of(token, jobToken).stream().flatMap(Optional::stream).map(FeedAccess::bytes).toList();
    this.users = users;
    this.passwords = new PasswordCheck(users);
  }

  /**
   * @param authorization what the reader shows, as HTTP's header of that name has it; may be null
   * @throws DoLakeException INVALID_AUTHORIZATION, INVALID_PASSWORD
   */
  void check(String authorization) {
    if (!tokenRequired && !users.authenticationRequired()) {
      return;
    }
    if (authorization == null) {
      throw refusal("the change feed of this node asks for a token or a user's password");
    }
    if (authorization.startsWith(PASSWORD)) {
      checkPassword(authorization.substring(PASSWORD.length()));
      return;
    }
    if (!authorization.startsWith(TOKEN)
        || !isToken(bytes(authorization.substring(TOKEN.length())))) {
      throw refusal("the token is not the change feed's");
    }
  }

  private void checkPassword(String userAndPassword) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(userAndPassword), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refusal("user and password are not base 64");
    }
    int colon = text.indexOf(':');
    String user = text.substring(0, Math.max(0, colon));
    if (!passwords.accepts(user, text.substring(colon + 1))) {
      throw new DoLakeException(
          ErrorCode.INVALID_PASSWORD,
          "password authentication failed for user \"" + user + "\"",
          "Give the reader a user of the database and its password, or the node's feed.token.");
    }
  }

  private boolean isToken(byte[] given) {
    boolean found = false;
    for (byte[] token : tokens) {
      // isEqual takes the same time wherever the difference is.
      found |= MessageDigest.isEqual(token, given);
    }
    return found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static DoLakeException refusal(String message) {
    return new DoLakeException(
        ErrorCode.INVALID_AUTHORIZATION,
        message,
        "Give the reader the node's feed.token, or a user of the database and its password.");
  }
}
