package io.dolake.cli;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** How people name a database, and how the driver wants it. */
public final class DatabaseUrl {
  public static final String DEFAULT = "postgresql://127.0.0.1:15432/main";
  public static final String DEFAULT_USER = "dolake";
  static final String PASSWORD_VARIABLE = "DOLAKE_PASSWORD";

  private DatabaseUrl() {}

  /** The JDBC URL for one with or without {@code jdbc:}, with a user in any case. */
  public static String jdbc(String url) {
    String jdbcUrl = url.startsWith("jdbc:") ? url : "jdbc:" + url;
    return jdbcUrl.contains("user=")
        ? jdbcUrl
        : jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "user=" + DEFAULT_USER;
  }

  /**
   * Connects; the password is taken from {@code DOLAKE_PASSWORD}.
   *
   * @throws DoLakeException CONNECTION_FAILURE when the database does not answer or refuses;
   *     INVALID_PARAMETER when the text is no URL of a database
   */
  public static Connection connect(String url, String user) {
    String jdbcUrl = url.startsWith("jdbc:") ? url : "jdbc:" + url;
    if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
      throw new DoLakeException(
          ErrorCode.INVALID_PARAMETER,
          "'" + url + "' is not the URL of a database",
          "write it as " + DEFAULT);
    }
    Properties properties = new Properties();
    properties.setProperty("user", user);
    String password = System.getenv(PASSWORD_VARIABLE);
    if (password != null) {
      properties.setProperty("password", password);
    }
    try {
      return DriverManager.getConnection(jdbcUrl, properties);
    } catch (SQLException e) {
      throw new DoLakeException(
          ErrorCode.CONNECTION_FAILURE,
          "cannot connect to " + url + ": " + e.getMessage(),
          "start a database with 'dolake up', or name another one",
          e);
    }
  }
}
