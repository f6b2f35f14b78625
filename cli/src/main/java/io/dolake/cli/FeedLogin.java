package io.dolake.cli;

import io.dolake.cdc.FeedCredentials;

/** What commands show a node that asks who reads its change feed. */
public final class FeedLogin {
  private static final String TOKEN_VARIABLE = "DOLAKE_FEED_TOKEN";

  private FeedLogin() {}

  /** The token in {@code DOLAKE_FEED_TOKEN}, else the user with {@code DOLAKE_PASSWORD}. */
  public static FeedCredentials of(String user) {
    return FeedCredentials.of(
        System.getenv(TOKEN_VARIABLE), user, System.getenv(DatabaseUrl.PASSWORD_VARIABLE));
  }
}
