package io.dolake.server;

import io.dolake.server.config.NodeConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.UnaryOperator;

/** A node in a directory of its own, on free ports, and pgjdbc connections to it. */
public final class TestNode implements AutoCloseable {
  private final DoSqlNode node;

  private TestNode(DoSqlNode node) {
    this.node = node;
  }

  public static TestNode start(Path directory) {
    return start(directory, config -> config);
  }

  public static TestNode start(Path directory, UnaryOperator<NodeConfig> change) {
    NodeConfig config = change.apply(NodeConfig.embedded(directory.resolve("node")));
    return new TestNode(new DoSqlNode(config).start());
  }

  public DoSqlNode node() {
    return node;
  }

  /**
   * @param properties {@code name=value} each
   */
  public Connection connect(String... properties) throws SQLException {
    Properties all = new Properties();
    all.setProperty("user", "tester");
    for (String property : properties) {
      int equals = property.indexOf('=');
      all.setProperty(property.substring(0, equals), property.substring(equals + 1));
    }
    return DriverManager.getConnection(url(), all);
  }

  /** Where pgjdbc connects to. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + node.pgPort() + "/main";
  }

  @Override
  public void close() {
    node.close();
  }
}
