package io.dolake.cdc.jdbc;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceLoader;

/**
 * How to reach the node's PostgreSQL port.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 * @param username user, or null
 * @param password password, or null
 */
public record JdbcConfig(String url, String username, String password) implements Serializable {
  private static final String PREFIX = "jdbc:postgresql:";

  public JdbcConfig {
    Objects.requireNonNull(url, "url");
    if (!url.startsWith(PREFIX)) {
      throw new IllegalArgumentException("url must start with " + PREFIX + ": " + url);
    }
  }

  /** Opens a connection; the caller closes it. */
  public Connection open() throws SQLException {
    Properties properties = new Properties();
    if (username != null) {
      properties.setProperty("user", username);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    // Texts take the type of the column they are compared with or written to (UUID, JSON, ...).
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("ApplicationName", "flink");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    // Not DriverManager: it does not see drivers of Flink's user class loaders.
    for (Driver driver : ServiceLoader.load(Driver.class, JdbcConfig.class.getClassLoader())) {
      if (driver.acceptsURL(url)) {
        return driver.connect(url, properties);
      }
    }
    throw new SQLException("no PostgreSQL JDBC driver beside the connector", "08001");
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "JdbcConfig[url=" + url + ", username=" + username + "]";
  }
}
