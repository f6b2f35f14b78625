package io.dolake.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.server.TestNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationITCase {
  @TempDir Path directory;
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start(directory);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void loopbackClientsAreTrustedUntilThereIsAUser() throws SQLException {
    try (Connection connection = node.connect()) {
      execute(connection, "CREATE USER ann PASSWORD 'grün und süß'");
    }
    assertThatThrownBy(() -> node.connect("password=x"))
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("28P01");
    try (Connection connection = node.connect("user=ann", "password=grün und süß")) {
      assertThat(connection.isValid(5)).isTrue();
      execute(connection, "DROP USER ann");
    }
    node.connect().close();
  }

  @Test
  void wrongPasswordIsRefused() throws SQLException {
    try (Connection connection = node.connect()) {
      execute(connection, "CREATE USER ann PASSWORD 'right'");
    }
    assertThatThrownBy(() -> node.connect("user=ann", "password=wrong"))
        .hasMessageContaining("password authentication failed for user \"ann\"")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("28P01");
  }

  @Test
  void passwordsChange() throws SQLException {
    try (Connection connection = node.connect()) {
      execute(connection, "CREATE USER ann PASSWORD 'old'");
      execute(connection, "ALTER USER ann WITH PASSWORD 'new'");
      assertThatThrownBy(() -> execute(connection, "CREATE USER ann"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42710");
      assertThatThrownBy(() -> execute(connection, "DROP USER bob"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42704");
    }
    assertThatThrownBy(() -> node.connect("user=ann", "password=old"))
        .isInstanceOf(SQLException.class);
    node.connect("user=ann", "password=new").close();
  }

  @Test
  void usersAreNotChangedInsideATransaction() throws SQLException {
    try (Connection connection = node.connect()) {
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> execute(connection, "CREATE USER anna PASSWORD 'secret'"))
          .hasMessageContaining("CREATE USER cannot run inside a transaction block")
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("25001"));
      connection.rollback();
      connection.setAutoCommit(true);
      execute(connection, "CREATE USER anna PASSWORD 'a'; CREATE USER otto PASSWORD 'o'");
      execute(connection, "DROP USER anna; DROP USER otto");
    }
  }

  @Test
  void usersOutliveARestart() throws SQLException {
    try (Connection connection = node.connect()) {
      execute(connection, "CREATE USER ann PASSWORD 'x'");
    }
    node.close();
    node = TestNode.start(directory);
    assertThatThrownBy(() -> node.connect("password=y")).isInstanceOf(SQLException.class);
    node.connect("user=ann", "password=x").close();
  }
}
